using Cake.Istio.Apply;

namespace Cake.Istio.Tests.Apply;

public sealed class LiveComparisonTests
{
    private const string Head = "\"apiVersion\": \"v1\", \"kind\": \"X\", \"metadata\": {\"name\": \"a\", \"namespace\": \"b\"}";

    [Theory]
    // Quantities, defaults, and values that the server leaves out.
    [InlineData("""{"limits": {"memory": "1024Mi"}}""", """{"limits": {"memory": "1Gi"}}""", """{"f:limits": {"f:memory": {}}}""", "")]
    [InlineData("""{"a": 1}""", """{"a": 1, "replicas": 1}""", """{"f:a": {}}""", "")]
    [InlineData("""{"env": [{"name": "E", "value": ""}]}""", """{"env": [{"name": "E"}]}""", """{"f:env": {"k:{\"name\":\"E\"}": {".": {}, "f:name": {}, "f:value": {}}}}""", "")]
    [InlineData("""{"labels": {}, "list": []}""", "{}", "{}", "")]
    [InlineData("""{"emptyDir": {}}""", """{"emptyDir": {}}""", """{"f:emptyDir": {}}""", "")]
    [InlineData("""{"selector": {}}""", """{"selector": {"set": "by somebody"}}""", """{"f:selector": {}}""", "")]
    [InlineData("""{"a": 1.0}""", """{"a": 1}""", """{"f:a": {}}""", "")]
    // Changes.
    [InlineData("""{"a": 2}""", """{"a": 1}""", """{"f:a": {}}""", "~.spec.a")]
    [InlineData("""{"a": "1.0"}""", """{"a": "1"}""", """{"f:a": {}}""", "~.spec.a")]
    [InlineData("""{"a": 1, "b": 2}""", """{"a": 1}""", """{"f:a": {}}""", "+.spec.b")]
    [InlineData("""{"a": 1}""", """{"a": 1, "b": 2}""", """{"f:a": {}, "f:b": {}}""", "-.spec.b")]
    [InlineData("{}", """{"a": {"b": 1, "c": 2}}""", """{"f:a": {"f:b": {}, "f:c": {}}}""", "-.spec.a.b -.spec.a.c")]
    [InlineData("""{"a": false}""", "{}", null, "+.spec.a")]
    // Same values, other owner.
    [InlineData("""{"a": 1}""", """{"a": 1}""", null, "?.spec.a")]
    // Lists by key: foreign items stay, ours are compared one by one.
    [InlineData("""{"env": [{"name": "A", "value": "1"}]}""", """{"env": [{"name": "Z", "value": "9"}, {"name": "A", "value": "1"}]}""",
        """{"f:env": {"k:{\"name\":\"A\"}": {".": {}, "f:name": {}, "f:value": {}}}}""", "")]
    [InlineData("""{"env": [{"name": "A", "value": "2"}]}""", """{"env": [{"name": "A", "value": "1"}, {"name": "B", "value": "1"}]}""",
        """{"f:env": {"k:{\"name\":\"A\"}": {".": {}, "f:name": {}, "f:value": {}}, "k:{\"name\":\"B\"}": {".": {}, "f:name": {}, "f:value": {}}}}""",
        """~.spec.env[name="A"].value -.spec.env[name="B"].name -.spec.env[name="B"].value""")]
    [InlineData("""{"env": [{"name": "B"}, {"name": "A"}]}""", """{"env": [{"name": "A"}, {"name": "B"}]}""",
        """{"f:env": {"k:{\"name\":\"A\"}": {".": {}, "f:name": {}}, "k:{\"name\":\"B\"}": {".": {}, "f:name": {}}}}""", "~.spec.env")]
    [InlineData("""{"env": [{"name": "A"}, {"name": "N"}]}""", """{"env": [{"name": "A"}]}""",
        """{"f:env": {"k:{\"name\":\"A\"}": {".": {}, "f:name": {}}}}""", """+.spec.env[name="N"]""")]
    // Lists as a whole.
    [InlineData("""{"args": ["a", ""]}""", """{"args": ["a", ""]}""", """{"f:args": {}}""", "")]
    [InlineData("""{"args": ["b", "a"]}""", """{"args": ["a", "b"]}""", """{"f:args": {}}""", "~.spec.args")]
    [InlineData("""{"rules": [{"apiGroups": [""]}]}""", """{"rules": [{"apiGroups": [""], "scope": "*"}]}""", """{"f:rules": {}}""", "")]
    [InlineData("""{"rules": [{"apiGroups": [""]}]}""", """{"rules": [{"apiGroups": [""], "scope": "Cluster"}]}""", """{"f:rules": {}}""", "~.spec.rules")]
    [InlineData("""{"versions": [{"name": "v1"}]}""", """{"versions": [{"name": "v1", "schema": {"x": 1}}]}""", """{"f:versions": {}}""", "~.spec.versions")]
    [InlineData("""{"ref": {"fieldPath": "x"}}""", """{"ref": {"fieldPath": "x", "apiVersion": "v1"}}""", """{"f:ref": {}}""", "")]
    public void Only_what_an_apply_would_write_is_a_difference(string body, string live, string? owned, string expected)
    {
        var differences = LiveComparison.Compare(
            Sample.Json($"{{{Head}, \"spec\": {body}}}"),
            Sample.Live($"{{{Head}, \"spec\": {live}}}", ("cake-istio", "Apply", owned is null ? "{}" : $"{{\"f:spec\": {owned}}}")));
        Assert.Equal(expected, string.Join(' ', differences.Select(difference => $"{Sign(difference.Kind)}{difference.Path}")));
    }

    [Fact]
    public void What_others_own_does_not_make_us_its_owner()
    {
        const string Body = $"{{{Head}, \"data\": {{\"x\": \"1\"}}}}";
        var live = Sample.Live(Body, ("cake-istio", "Update", """{"f:data": {"f:x": {}}}"""), ("else", "Apply", """{"f:data": {"f:x": {}}}"""));
        Assert.Equal(DifferenceKind.Unowned, Assert.Single(LiveComparison.Compare(Sample.Json(Body), live)).Kind);
    }

    [Fact]
    public void Fields_owned_in_another_version_of_the_api_are_left_to_the_server_to_judge()
    {
        const string Body = $"{{{Head}, \"data\": {{\"x\": \"1\"}}}}";
        var live = Sample.Live(Body, ("cake-istio", "Apply", """{"f:data": {"f:x": {}}}"""));
        live["metadata"]!["managedFields"]![0]!["apiVersion"] = "v1beta1";
        Assert.NotEmpty(LiveComparison.Compare(Sample.Json(Body), live));
    }

    private static char Sign(DifferenceKind kind) => kind switch
    {
        DifferenceKind.Added => '+',
        DifferenceKind.Removed => '-',
        DifferenceKind.Changed => '~',
        _ => '?',
    };
}
