using Cake.Istio.Errors;
using Cake.Istio.Manifests.Shape;

namespace Cake.Istio.Tests.Manifests.Shape;

public sealed class ObjectShapeTests
{
    [Theory]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: 5}}", "ConfigMap 'c' has a number as data.a, where text is needed.")]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: [a]}", "ConfigMap 'c' has a list as data, where a mapping is needed.")]
    [InlineData("{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: 1}", "Deployment 'd' has a number as spec, where a mapping is needed.")]
    [InlineData("{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {template: {spec: {containers: [{name: yes}]}}}}", "Deployment 'd' has a boolean as spec.template.spec.containers[0].name, where text is needed.")]
    [InlineData("{apiVersion: batch/v1, kind: CronJob, metadata: {name: j}, spec: {jobTemplate: {spec: {template: {metadata: {labels: {a: {}}}}}}}}", "CronJob 'j' has a mapping as spec.jobTemplate.spec.template.metadata.labels.a, where text is needed.")]
    [InlineData("{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: r}, rules: [{verbs: [get, 1]}]}", "ClusterRole 'r' has a number as rules[0].verbs[1], where text is needed.")]
    [InlineData("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {volumes: [{secret: {optional: a}}]}}", "Pod 'p' has text as spec.volumes[0].secret.optional, where a boolean is needed.")]
    public void What_has_another_type_is_named_with_its_path(string yaml, string text)
    {
        var error = Assert.Throws<MeshException>(() => ObjectShape.Check([Yaml.One(yaml)]));

        Assert.Equal((ErrorCode.ManifestNotAnObject, text), (error.Code, error.Text));
        Assert.NotNull(error.Location);
    }

    [Theory]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: null}")]
    [InlineData("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {volumes: [null, {secret: {optional: false}}], containers: []}}")]
    [InlineData("{apiVersion: config.istio.io/v1alpha2, kind: instance, metadata: {name: i}, spec: {template: logentry}}")]
    [InlineData("{apiVersion: example.com/v1, kind: ConfigMap, metadata: {name: c}, spec: 5, data: 5}")]
    [InlineData("{apiVersion: v1, kind: Unknown, metadata: {name: u}, data: 5}")]
    public void What_is_absent_or_of_others_kinds_is_not_judged(string yaml) => ObjectShape.Check([Yaml.One(yaml)]);
}
