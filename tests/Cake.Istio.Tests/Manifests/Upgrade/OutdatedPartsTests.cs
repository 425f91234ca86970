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
}
