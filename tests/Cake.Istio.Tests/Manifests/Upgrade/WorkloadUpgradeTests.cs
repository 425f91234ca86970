namespace Cake.Istio.Tests.Manifests.Upgrade;

/// <summary>Workloads keep what their old API version had by default.</summary>
public sealed class WorkloadUpgradeTests
{
    private const string Template = "template: {metadata: {labels: {app: a, tier: t}}, spec: {containers: [{name: c, image: i}]}}";

    [Fact]
    public void A_deployment_of_extensions_gets_selector_labels_and_the_old_defaults() => Upgraded.Becomes(
        $"apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {{name: d}}\nspec: {{rollbackTo: {{revision: 1}}, {Template}}}\n",
        $$$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: d, labels: {app: a, tier: t}}
        spec:
          selector: {matchLabels: {app: a, tier: t}}
          progressDeadlineSeconds: 2147483647
          revisionHistoryLimit: 2147483647
          strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 1}}
          {{{Template}}}
        """);

    [Fact]
    public void What_a_deployment_says_itself_stays() => Upgraded.Becomes(
        $$$"""
        apiVersion: extensions/v1beta1
        kind: Deployment
        metadata: {name: d, labels: {x: z}}
        spec:
          selector: {matchLabels: {app: a}}
          progressDeadlineSeconds: 5
          revisionHistoryLimit: 0
          strategy: {type: Recreate}
          {{{Template}}}
        """,
        $$$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: d, labels: {x: z}}
        spec:
          selector: {matchLabels: {app: a}}
          progressDeadlineSeconds: 5
          revisionHistoryLimit: 0
          strategy: {type: Recreate}
          {{{Template}}}
        """);

    [Fact]
    public void A_deployment_of_apps_v1beta1_kept_two_old_replica_sets() => Upgraded.Becomes(
        $"apiVersion: apps/v1beta1\nkind: Deployment\nmetadata: {{name: d, labels: {{x: z}}}}\nspec: {{{Template}}}\n",
        $"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: d, labels: {{x: z}}}}\nspec: {{selector: {{matchLabels: {{app: a, tier: t}}}}, revisionHistoryLimit: 2, {Template}}}\n");

    [Fact]
    public void Apps_v1beta2_differs_in_name_only() => Upgraded.Becomes(
        $"apiVersion: apps/v1beta2\nkind: DaemonSet\nmetadata: {{name: d}}\nspec: {{selector: {{matchLabels: {{app: a}}}}, {Template}}}\n",
        $"apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {{name: d}}\nspec: {{selector: {{matchLabels: {{app: a}}}}, {Template}}}\n");

    [Fact]
    public void A_daemon_set_of_extensions_was_updated_on_delete() => Upgraded.Becomes(
        $"apiVersion: extensions/v1beta1\nkind: DaemonSet\nmetadata: {{name: d}}\nspec: {{templateGeneration: 3, {Template}}}\n",
        $"apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {{name: d, labels: {{app: a, tier: t}}}}\nspec: {{selector: {{matchLabels: {{app: a, tier: t}}}}, updateStrategy: {{type: OnDelete}}, {Template}}}\n");

    [Fact]
    public void A_stateful_set_of_apps_v1beta1_was_updated_on_delete() => Upgraded.Becomes(
        $"apiVersion: apps/v1beta1\nkind: StatefulSet\nmetadata: {{name: s, labels: {{x: z}}}}\nspec: {{serviceName: s, {Template}}}\n",
        $"apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: s, labels: {{x: z}}}}\nspec: {{serviceName: s, selector: {{matchLabels: {{app: a, tier: t}}}}, updateStrategy: {{type: OnDelete}}, {Template}}}\n");

    [Fact]
    public void A_replica_set_of_extensions_gets_its_selector() => Upgraded.Becomes(
        $"apiVersion: extensions/v1beta1\nkind: ReplicaSet\nmetadata: {{name: r, labels: {{x: z}}}}\nspec: {{{Template}}}\n",
        $"apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {{name: r, labels: {{x: z}}}}\nspec: {{selector: {{matchLabels: {{app: a, tier: t}}}}, {Template}}}\n");
}
