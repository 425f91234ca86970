using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Manifests;

/// <summary>What real manifests of Istio and of others have in them.</summary>
public sealed class ManifestTrapTests
{
    private const string A = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";
    private const string B = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\n";

    [Fact]
    public void A_missing_separator_loses_the_first_object_and_says_where()
    {
        var content = Yaml.Read(A + B);

        Assert.Equal("b", Assert.Single(content.Objects).Name);
        Assert.Equal([5, 6, 7], content.Warnings.Select(w => w.Location.Line));
        Assert.Contains("'apiVersion'", content.Warnings[0].Text, StringComparison.Ordinal);
        Assert.Contains("line 1", content.Warnings[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_duplicate_key_deep_inside_keeps_its_last_value()
    {
        var content = Yaml.Read(A + "spec:\n  ports: [1]\n  other: x\n  ports: [2]\n");

        Assert.Equal(2, (int)content.Objects[0].Json["spec"]!["ports"]![0]!);
        Assert.Equal(new SourceLocation(Yaml.File, 8, 3), Assert.Single(content.Warnings).Location);
    }

    [Fact]
    public void A_separator_inside_a_block_scalar_does_not_divide()
    {
        var content = Yaml.Read(A + "data:\n  x: |\n    one: 1\n    ---\n    two: 2\n---\n" + B);

        Assert.Equal(["a", "b"], content.Objects.Select(o => o.Name));
        Assert.Equal("one: 1\n---\ntwo: 2\n", (string?)content.Objects[0].Json["data"]!["x"]);
    }

    [Theory]
    [InlineData("---\n")]
    [InlineData("--- \n")]
    [InlineData("---\t \n")]
    [InlineData("--- # a comment\n")]
    [InlineData("---#\n")]
    [InlineData("---\r\n")]
    [InlineData("---\n---\n\n---\n")]
    public void A_separator_may_be_followed_by_space_and_a_comment(string separator) =>
        Assert.Equal(["a", "b"], Yaml.Read(separator + A + separator + B + separator).Objects.Select(o => o.Name));

    [Fact]
    public void Documents_of_comments_only_are_skipped()
    {
        var content = Yaml.Read("# Source: x\n---\n\n---\n# y\n# z\n---\n" + A + "---\n# end\n---\n");

        Assert.Equal("a", Assert.Single(content.Objects).Name);
        Assert.Empty(content.Warnings);
    }

    [Fact]
    public void An_empty_file_has_no_objects() => Assert.Empty(Yaml.Read("").Objects);

    [Fact]
    public void A_list_is_unwrapped_and_each_item_knows_its_line()
    {
        var content = Yaml.Read(
            """
            apiVersion: v1
            kind: List
            metadata:
              name: services
            items:
            - apiVersion: v1
              kind: Service
              metadata: {name: one}
            - apiVersion: v1
              kind: Service
              metadata: {name: two}
            - apiVersion: v1
              kind: List
              items: [{apiVersion: v1, kind: Secret, metadata: {name: three}}]
            """);

        Assert.Equal(["one", "two", "three"], content.Objects.Select(o => o.Name));
        Assert.Equal([6, 9, 14], content.Objects.Select(o => o.Source.Line));
        Assert.All(content.Objects, o => Assert.Null(o.Json.Parent));
    }

    [Fact]
    public void An_item_of_a_typed_list_inherits_the_lists_kind() =>
        Assert.Equal(
            new ObjectRef("v1", "Service", null, "s"),
            Yaml.One("apiVersion: v1\nkind: ServiceList\nitems:\n- metadata: {name: s}\n").Ref);

    [Fact]
    public void An_empty_list_has_no_objects()
    {
        Assert.Empty(Yaml.Read("apiVersion: v1\nkind: List\nitems: []\n").Objects);
        Assert.Empty(Yaml.Read("apiVersion: v1\nkind: List\nitems:\n").Objects);
    }

    [Fact]
    public void Null_annotations_and_empty_arguments_stay_what_they_are()
    {
        var json = Yaml.One("apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  annotations:\nargs: [\"\"]\n").Json;

        Assert.True(json["metadata"]!.AsObject().ContainsKey("annotations"));
        Assert.Null(json["metadata"]!["annotations"]);
        Assert.Equal("", (string?)json["args"]![0]);
    }

    [Fact]
    public void Very_long_lines_and_characters_beyond_ascii_are_read()
    {
        var text = string.Concat(Enumerable.Repeat("{\"服务\": \"😀\"}, ", 4000));

        Assert.Equal(text + "\n", (string?)Yaml.One(Yaml.Value("|\n  " + text)).Json["v"]);
    }

    [Fact]
    public void The_order_of_keys_does_not_matter() =>
        Assert.Equal("CustomResourceDefinition x", Yaml.One("kind: CustomResourceDefinition\nmetadata: {name: x}\napiVersion: a/v1\n").Ref.ToString());

    [Fact]
    public void Template_lines_in_comments_are_comments() =>
        Assert.Single(Yaml.Read("# {{ if .Values.global.x }}\n" + A + "# {{- end }}\n").Objects);

    [Fact]
    public void Quoted_keys_are_plain_keys() =>
        Assert.Equal("keep", (string?)Yaml.One("apiVersion: v1\nkind: A\nmetadata:\n  name: a\n  annotations:\n    \"helm.sh/resource-policy\": keep\n").Json["metadata"]!["annotations"]!["helm.sh/resource-policy"]);

    [Fact]
    public void The_same_object_in_two_documents_is_there_twice() => Assert.Equal(2, Yaml.Read(A + "---\n" + A).Objects.Count);

    [Fact]
    public void Each_object_knows_file_line_and_column()
    {
        var content = Yaml.Read("# one\n\n" + A + "---\n# two\n" + B);

        Assert.Equal([new(Yaml.File, 3, 1), new SourceLocation(Yaml.File, 9, 1)], content.Objects.Select(o => o.Source));
    }

    [Fact]
    public void What_follows_the_end_of_a_document_is_ignored_with_a_warning()
    {
        var content = Yaml.Read(A + "...\n" + B);

        Assert.Equal("a", Assert.Single(content.Objects).Name);
        Assert.Equal(5, Assert.Single(content.Warnings).Location.Line);
    }
}
