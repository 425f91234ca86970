using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Manifests.Upgrade;

/// <summary>Objects in which anything may be anything: an upgrade leaves it to the server to refuse them.</summary>
public sealed class BrokenObjectTests
{
    internal static readonly string[] Old =
    [
        "{apiVersion: apiextensions.k8s.io/v1beta1, kind: CustomResourceDefinition, metadata: {name: x}, spec: {group: x.k8s.io, version: v1, conversion: {strategy: Webhook, webhookClientConfig: {caBundle: x}}, validation: {openAPIV3Schema: {properties: {a: {items: {type: string}, anyOf: [{type: string}, {type: integer}]}, metadata: {properties: {name: {}}}}, oneOf: [{properties: {a: {}}, not: {required: [b]}}], required: [a]}}, additionalPrinterColumns: [{JSONPath: .a}], subresources: {status: {}}, versions: [{name: v1}]}}",
        "{apiVersion: extensions/v1beta1, kind: Deployment, metadata: {name: x}, spec: {strategy: {rollingUpdate: {}}, template: {metadata: {labels: {a: b}, annotations: {seccomp.security.alpha.kubernetes.io/pod: unconfined}}, spec: {nodeSelector: {beta.kubernetes.io/os: linux}, containers: [{name: c}], affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: k}]}]}}}}}}}",
        "{apiVersion: extensions/v1beta1, kind: DaemonSet, metadata: {name: x, labels: {}}, spec: {updateStrategy: {}, template: {metadata: {labels: {a: b}}}}}",
        "{apiVersion: apps/v1beta1, kind: StatefulSet, metadata: {name: x}, spec: {template: {metadata: {labels: {a: b}}}}}",
        "{apiVersion: policy/v1beta1, kind: PodDisruptionBudget, metadata: {name: x}, spec: {selector: {matchLabels: {}}}}",
        "{apiVersion: autoscaling/v2beta1, kind: HorizontalPodAutoscaler, metadata: {name: x}, spec: {scaleTargetRef: {apiVersion: extensions/v1beta1, kind: Deployment}, metrics: [{resource: {targetAverageUtilization: 1}, pods: {metricName: m}, object: {metricName: m, target: {}}, external: {metricName: m}}]}}",
        "{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {name: x, annotations: {autoscaling.alpha.kubernetes.io/metrics: '[{}]', autoscaling.alpha.kubernetes.io/behavior: '{'}}, spec: {targetCPUUtilizationPercentage: 5}}",
        "{apiVersion: admissionregistration.k8s.io/v1beta1, kind: MutatingWebhookConfiguration, metadata: {name: x}, webhooks: [{name: w, rules: [], admissionReviewVersions: []}]}",
        "{apiVersion: rbac.authorization.k8s.io/v1alpha1, kind: RoleBinding, metadata: {name: x}, roleRef: {kind: Role}, subjects: [{kind: User, name: '*'}]}",
        "{apiVersion: extensions/v1beta1, kind: Ingress, metadata: {name: x}, spec: {backend: {serviceName: a, servicePort: 1}, rules: [{http: {paths: [{backend: {serviceName: a, servicePort: b}}]}}]}}",
        "{apiVersion: discovery.k8s.io/v1beta1, kind: EndpointSlice, metadata: {name: x}, endpoints: [{topology: {kubernetes.io/hostname: h}}]}",
        "{apiVersion: node.k8s.io/v1alpha1, kind: RuntimeClass, metadata: {name: x}, spec: {runtimeHandler: h}}",
        "{apiVersion: flowcontrol.apiserver.k8s.io/v1beta1, kind: PriorityLevelConfiguration, metadata: {name: x}, spec: {limited: {assuredConcurrencyShares: 1}}}",
        "{apiVersion: v1, kind: Service, metadata: {name: x, annotations: {service.alpha.kubernetes.io/tolerate-unready-endpoints: 'true'}}, spec: {}}",
    ];

    [Fact]
    public void Nothing_in_them_stops_an_upgrade()
    {
        var random = new Random(20240229);
        for (var i = 0; i < 5_000; i++)
        {
            var o = Yaml.One(Old[i % Old.Length]);
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                BrokenObject.Break(o.Json, random);
            var text = KubeJson.ToText(o.Json);
            try
            {
                KubeJson.ToText(ApiUpgrade.Upgrade([o], Upgraded.IsServed).Objects[0].Json);
            }
            catch (Exception e)
            {
                Assert.Fail($"{text}\n{e}");
            }
        }
    }
}
