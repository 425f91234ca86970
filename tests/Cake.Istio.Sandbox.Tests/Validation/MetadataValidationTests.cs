namespace Cake.Istio.Sandbox.Tests.Validation;

public sealed class MetadataValidationTests
{
    private const string Subdomain = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
        + @"alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private const string Label = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric "
        + "character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string Key = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    [Theory]
    [InlineData("v1", "ConfigMap", "Bad_Name", "metadata.name: Invalid value: \"Bad_Name\": " + Subdomain)]
    [InlineData("v1", "Namespace", "a.b", "metadata.name: Invalid value: \"a.b\": must not contain dots")]
    [InlineData("v1", "Namespace", "A", "metadata.name: Invalid value: \"A\": " + Label)]
    [InlineData("rbac.authorization.k8s.io/v1", "ClusterRole", "a/b", "metadata.name: Invalid value: \"a/b\": may not contain '/'")]
    public void Names_have_a_syntax(string apiVersion, string kind, string name, string expected) =>
        Assert.Equal([expected], Checked.Create(apiVersion, kind, $$$"""{"metadata":{"name":"{{{name}}}"}}"""));

    [Theory]
    [InlineData("1a")]
    [InlineData("a.b", "metadata.name: Invalid value: \"a.b\": must not contain dots")]
    public void A_service_has_a_label_for_a_name(string name, params string[] expected) =>
        Assert.Equal(expected, Checked.Create("v1", "Service", $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{"ports":[{"port":1}]}}"""));

    [Theory]
    [InlineData("v1", "ConfigMap", "x", "metadata.finalizers[0]: Invalid value: \"x\": name is neither a standard finalizer name nor is it fully qualified")]
    [InlineData("v1", "ConfigMap", "orphan")]
    [InlineData("v1", "ConfigMap", "a/b")]
    [InlineData("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "x")]
    public void A_finalizer_is_a_standard_one_or_has_a_domain(string apiVersion, string kind, string finalizer, params string[] expected) =>
        Assert.Equal(expected, Checked.Create(apiVersion, kind, $$$"""{"metadata":{"finalizers":["{{{finalizer}}}"]}}"""));

    [Fact]
    public void The_prefix_of_a_generated_name_is_judged_like_a_name() => Assert.Equal(
        ["metadata.generateName: Invalid value: \"B_\": " + Subdomain], Checked.Create("v1", "ConfigMap", """{"metadata":{"name":"a","generateName":"B_"}}"""));

    [Fact]
    public void System_roles_may_have_colons() => Assert.Empty(Checked.Create("rbac.authorization.k8s.io/v1", "ClusterRole", """{"metadata":{"name":"system:x"}}"""));

    [Theory]
    [InlineData("""{"labels":{"a b":"c"}}""", "metadata.labels: Invalid value: \"a b\": " + Key)]
    [InlineData("""{"labels":{"/a":"c"}}""", "metadata.labels: Invalid value: \"/a\": prefix part must be non-empty")]
    [InlineData("""{"labels":{"a":"-"}}""", "metadata.labels: Invalid value: \"-\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', "
        + "and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')")]
    [InlineData("""{"annotations":{"a b":"anything"}}""", "metadata.annotations: Invalid value: \"a b\": " + Key)]
    [InlineData("""{"ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"p"}]}""", "metadata.ownerReferences[0].uid: Required value: must not be empty")]
    [InlineData("""{"finalizers":["a/b c"]}""", "metadata.finalizers: Invalid value: \"a/b c\": " + Key)]
    public void Metadata_is_checked(string metadata, string expected) =>
        Assert.Equal([expected], Checked.Create("v1", "ConfigMap", $$$"""{"metadata":{{{metadata}}}}"""));

    [Fact]
    public void Annotations_have_a_total_size() => Assert.Equal(
        ["metadata.annotations: Too long: may not be more than 262144 bytes"],
        Checked.Create("v1", "ConfigMap", $$$$"""{"metadata":{"annotations":{"a":"{{{{new string('x', 262_144)}}}}"}}}"""));

    [Fact]
    public void A_deleted_object_gets_no_new_finalizer() => Assert.Equal(
        Enumerable.Repeat("metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{\"b/c\"}", 2),
        Checked.Update("v1", "ConfigMap", """{"metadata":{"deletionTimestamp":"2026-01-02T03:04:05Z","finalizers":["a/b"]}}""",
            """{"metadata":{"deletionTimestamp":"2026-01-02T03:04:05Z","finalizers":["a/b","b/c"]}}"""));

    [Theory]
    [InlineData("v1", "ConfigMap", 4)]
    [InlineData("coordination.k8s.io/v1", "Lease", 3)]
    [InlineData("policy/v1", "PodDisruptionBudget", 2)]
    public void An_update_says_as_often_as_a_server_what_is_wrong_with_a_label(string apiVersion, string kind, int times) =>
        Assert.Equal(times, Checked.Update(apiVersion, kind, "{}", """{"metadata":{"labels":{"a b":"c"}}}""").Count(finding => finding.StartsWith("metadata.labels: ", StringComparison.Ordinal)));
}
