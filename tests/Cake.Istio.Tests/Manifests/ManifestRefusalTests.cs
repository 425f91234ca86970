using System.Text;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Manifests;

/// <summary>Broken and hostile manifests: one clear error each, with file, line and column.</summary>
public sealed class ManifestRefusalTests
{
    private const string Head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n";

    [Theory]
    [InlineData("a: [1, 2\n", 2)]
    [InlineData("a: 'x\n", 1)]
    [InlineData("a: 1\n b: 2\n", 2)]
    [InlineData("\ta: 1\n", 1)]
    [InlineData("a: *nope\n", 1)]
    [InlineData("a: &x {b: *x}\n", 1)]
    [InlineData("a: {<<: 1}\n", 1)]
    [InlineData("a: {~: 1}\n", 1)]
    [InlineData("a: .inf\n", 1)]
    [InlineData("a: !!int x\n", 1)]
    [InlineData("--- a\n", 1)]
    public void Broken_yaml_names_file_line_and_column(string yaml, int line)
    {
        var e = Yaml.Refused(Head + "---\n" + Head + yaml);

        Assert.Equal(ErrorCode.ManifestSyntax, e.Code);
        Assert.Equal(Yaml.File, e.Location!.File);
        Assert.InRange(e.Location.Line, 7 + line, 8 + line);
        Assert.True(e.Location.Column >= 1);
        Assert.NotNull(e.Hint);
    }

    [Theory]
    [InlineData("kind: A\nmetadata: {name: a}\n", "the A 'a' has no apiVersion")]
    [InlineData("apiVersion: v1\nmetadata: {name: a}\n", "the document 'a' has no kind")]
    [InlineData("apiVersion: v1\nkind: A\n", "the A has no metadata.name")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: {}\n", "the A has no metadata.name")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: {name: ''}\n", "the A has no metadata.name")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: {generateName: a-}\n", "the A has no metadata.name")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: {name: 5}\n", "the number 5 as metadata.name")]
    [InlineData("apiVersion: 1\nkind: A\nmetadata: {name: a}\n", "the number 1 as apiVersion")]
    [InlineData("apiVersion: v1\nkind: yes\nmetadata: {name: a}\n", "the boolean true as kind")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: {name: a, namespace: 1}\n", "the number 1 as metadata.namespace")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: {name: a, labels: {on: yes}}\n", "the boolean true as metadata.labels.true")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: [a]\n", "a list as metadata, where a mapping is needed")]
    [InlineData("apiVersion: v1\nkind: List\nitems: foo\n", "a text as items, where a list is needed")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: {name: a, annotations: [x]}\n", "a list as metadata.annotations")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: {name: '..'}\n", "the A has '..' as metadata.name, which may not be '..'")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: {name: .}\n", "the A has '.' as metadata.name, which may not be '.'")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: {name: a/b}\n", "the A has 'a/b' as metadata.name, which may not contain '/'")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: {name: a%2fb}\n", "the A has 'a%2fb' as metadata.name, which may not contain '%'")]
    [InlineData("apiVersion: v1\nkind: A\nmetadata: {name: a, namespace: ..}\n", "the A has '..' as metadata.namespace, which may not be '..'")]
    [InlineData("apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: A, metadata: {name: '../b'}}]\n", "the A has '../b' as metadata.name")]
    [InlineData("just text\n", "the document is a text")]
    [InlineData("- a\n", "the document is a list")]
    [InlineData("apiVersion: v1\nkind: List\nitems: [null]\n", "the document is null")]
    public void A_document_that_is_no_object_is_refused(string yaml, string expected)
    {
        var e = Yaml.Refused("# comment\n" + yaml);

        Assert.Equal(ErrorCode.ManifestNotAnObject, e.Code);
        Assert.Contains(expected, e.Text, StringComparison.Ordinal);
        Assert.InRange(e.Location!.Line, 2, 4);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    [InlineData("- ", "")]
    public void Endless_nesting_is_refused(string open, string close)
    {
        foreach (var depth in new[] { ManifestLimit.Depth, 100_000 })
        {
            var yaml = Head + "v:\n  " + string.Concat(Enumerable.Repeat(open, depth)) + string.Concat(Enumerable.Repeat(close, depth)) + "\n";
            Assert.Equal(ErrorCode.ManifestTooComplex, Yaml.Refused(yaml).Code);
        }
    }

    [Fact]
    public void Deep_nesting_within_reason_is_read_and_written()
    {
        var depth = ManifestLimit.Depth - 1;
        var o = Yaml.One(Head + "v: " + new string('[', depth) + new string(']', depth) + "\n");

        Assert.Contains("[[[[", KubeJson.ToText(o.Json.DeepClone()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_that_multiplies_itself_through_aliases_is_refused()
    {
        var bomb = new StringBuilder(Head).Append("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
            bomb.Append(null, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");

        Assert.Equal(ErrorCode.ManifestTooComplex, Yaml.Refused(bomb.ToString()).Code);
    }

    [Fact]
    public void Nesting_through_aliases_counts_as_nesting()
    {
        var bomb = new StringBuilder(Head).Append("a0: &a0 [x]\n");
        for (var i = 1; i < 700; i++)
            bomb.Append(null, $"a{i}: &a{i} [*a{i - 1}]\n");

        Assert.Equal(ErrorCode.ManifestTooComplex, Yaml.Refused(bomb.ToString()).Code);
    }

    [Theory]
    [InlineData("a\0b", 2)]
    [InlineData("a\u0001b", 2)]
    [InlineData("a\u007Fb", 2)]
    public void A_character_that_yaml_forbids_is_refused(string text, int column)
    {
        var e = Yaml.Refused("ok: 1\n" + text);

        Assert.Equal(ErrorCode.ManifestUnreadable, e.Code);
        Assert.Equal(new SourceLocation(Yaml.File, 2, column), e.Location);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused() =>
        Assert.Equal(new SourceLocation(Yaml.File, 1, 6), Yaml.Refused("a: 😀" + '\uD83D').Location);
}
