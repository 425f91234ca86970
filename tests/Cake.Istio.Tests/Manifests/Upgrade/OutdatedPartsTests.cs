using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Manifests.Upgrade;

/// <summary>Labels and annotations that lost their meaning, in objects whose API version is fine.</summary>
public sealed class OutdatedPartsTests
{
    private const string Old =
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: c}
        spec:
          jobTemplate:
            spec:
              template:
                metadata:
                  annotations:
                    scheduler.alpha.kubernetes.io/critical-pod: ""
                    seccomp.security.alpha.kubernetes.io/pod: runtime/default
                    container.seccomp.security.alpha.kubernetes.io/c: localhost/p.json
                    other: kept
                spec:
                  nodeSelector: {beta.kubernetes.io/os: linux}
                  containers: [{name: c}]
                  topologySpreadConstraints: [{topologyKey: failure-domain.beta.kubernetes.io/zone}]
                  affinity:
                    nodeAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: beta.kubernetes.io/arch, operator: In, values: [amd64]}]}]}
                      preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: other, operator: Exists}]}}]
                    podAntiAffinity:
                      preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: failure-domain.beta.kubernetes.io/region}}]
        """;

    private const string Current =
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: c}
        spec:
          jobTemplate:
            spec:
              template:
                metadata: {annotations: {other: kept}}
                spec:
                  nodeSelector: {kubernetes.io/os: linux}
                  securityContext: {seccompProfile: {type: RuntimeDefault}}
                  containers: [{name: c, securityContext: {seccompProfile: {type: Localhost, localhostProfile: p.json}}}]
                  topologySpreadConstraints: [{topologyKey: topology.kubernetes.io/zone}]
                  affinity:
                    nodeAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [amd64]}]}]}
                      preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: other, operator: Exists}]}}]
                    podAntiAffinity:
                      preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: topology.kubernetes.io/region}}]
        """;

    [Fact]
    public void They_are_replaced_in_every_template() => Upgraded.Becomes(Old, Current);

    [Fact]
    public void Each_is_named_and_the_version_stays()
    {
        var rewrite = Assert.Single(Upgraded.All(Old).Rewrites);

        Assert.Equal(rewrite.From, rewrite.To);
        Assert.Equal(7, rewrite.Notes.Count);
    }

    [Fact]
    public void An_old_cluster_keeps_them() => Assert.Empty(ApiUpgrade.Upgrade(Yaml.Read(Old).Objects, (_, _) => true).Rewrites);

    [Fact]
    public void A_foreign_kind_of_the_same_name_is_left_alone() =>
        Assert.Empty(Upgraded.All("apiVersion: x.io/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {nodeSelector: {beta.kubernetes.io/os: linux}}}}\n").Rewrites);

    [Fact]
    public void A_service_for_unready_endpoints_says_so_in_a_field() => Upgraded.Becomes(
        "apiVersion: v1\nkind: Service\nmetadata: {name: s, annotations: {service.alpha.kubernetes.io/tolerate-unready-endpoints: \"true\"}}\nspec: {ports: [{port: 1}]}\n",
        "apiVersion: v1\nkind: Service\nmetadata: {name: s, annotations: {}}\nspec: {ports: [{port: 1}], publishNotReadyAddresses: true}\n");

    [Theory]
    [InlineData("v1, kind: Service, metadata: {name: s, annotations: {service.kubernetes.io/topology-aware-hints: auto}}", "v1, kind: Service, metadata: {name: s, annotations: {service.kubernetes.io/topology-mode: auto}}")]
    [InlineData("v1, kind: PersistentVolumeClaim, metadata: {name: s, annotations: {volume.beta.kubernetes.io/storage-class: fast}}, spec: {storageClassName: x}", "v1, kind: PersistentVolumeClaim, metadata: {name: s, annotations: {}}, spec: {storageClassName: fast}")]
    [InlineData("node.k8s.io/v1, kind: RuntimeClass, metadata: {name: s}, scheduling: {nodeSelector: {beta.kubernetes.io/os: linux}}", "node.k8s.io/v1, kind: RuntimeClass, metadata: {name: s}, scheduling: {nodeSelector: {kubernetes.io/os: linux}}")]
    [InlineData(
        "v1, kind: PersistentVolume, metadata: {name: s}, spec: {nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: failure-domain.beta.kubernetes.io/zone}]}]}}}",
        "v1, kind: PersistentVolume, metadata: {name: s}, spec: {nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: topology.kubernetes.io/zone}]}]}}}")]
    [InlineData(
        "storage.k8s.io/v1, kind: StorageClass, metadata: {name: s}, allowedTopologies: [{matchLabelExpressions: [{key: failure-domain.beta.kubernetes.io/region}]}]",
        "storage.k8s.io/v1, kind: StorageClass, metadata: {name: s}, allowedTopologies: [{matchLabelExpressions: [{key: topology.kubernetes.io/region}]}]")]
    [InlineData(
        "v1, kind: Pod, metadata: {name: s, annotations: {container.apparmor.security.beta.kubernetes.io/c: localhost/p}}, spec: {containers: [{name: c}]}",
        "v1, kind: Pod, metadata: {name: s, annotations: {}}, spec: {containers: [{name: c, securityContext: {appArmorProfile: {type: Localhost, localhostProfile: p}}}]}")]
    public void What_a_server_of_today_warns_about_gets_its_present_form(string old, string current)
    {
        Upgraded.Becomes($"{{apiVersion: {old}}}", $"{{apiVersion: {current}}}");
        Assert.Empty(Upgraded.All($"{{apiVersion: {current}}}").Rewrites);
    }
}
