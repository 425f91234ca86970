using System.Text;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;

namespace Cake.Istio.Tests.Cluster;

public sealed class KubeconfigTests : IDisposable
{
    private const string Minimal = "clusters: [{name: c, cluster: {server: 'https://x:1'}}]\ncontexts: [{name: a, context: {cluster: c}}]\ncurrent-context: a\n";

    private readonly Kubeconfigs _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task No_kubeconfig_at_all_says_where_was_looked()
    {
        var refusal = await _files.RefusedAsync(new());

        Assert.Equal(ErrorCode.NoKubeconfig, refusal.Code);
        Assert.Contains("~/.kube/config", refusal.Text, StringComparison.Ordinal);
        Assert.Contains("--kubeconfig", refusal.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_given_kubeconfig_must_exist()
    {
        var refusal = await _files.RefusedAsync(new() { Kubeconfig = "none/here" });

        Assert.Equal(ErrorCode.NoKubeconfig, refusal.Code);
        Assert.Contains(Path.Combine("none", "here"), refusal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_in_the_home_folder_is_the_default()
    {
        var file = _files.Write(".kube/config", KubeconfigText.For("https://home:1", null, "home"));
        _files.Environment.Variables[OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME"] = Path.GetDirectoryName(Path.GetDirectoryName(file))!;

        Assert.Equal("home", (await _files.TargetAsync(new())).Context);
    }

    [Fact]
    public async Task Files_in_KUBECONFIG_are_merged_the_first_wins_and_missing_ones_are_passed_over()
    {
        var first = _files.Write("first", "current-context: a\nclusters: [{name: c, cluster: {server: 'https://first:1'}}]\n");
        var second = _files.Write(
            "second",
            "current-context: b\nclusters: [{name: c, cluster: {server: 'https://second:1'}}, {name: d, cluster: {server: 'https://d:1'}}]\n"
            + "contexts: [{name: a, context: {cluster: c}}, {name: b, context: {cluster: d}}]\n");
        _files.Environment.Variables["KUBECONFIG"] = string.Join(Path.PathSeparator, first, first + ".missing", second);

        var target = await _files.TargetAsync(new() { Context = "a" });

        Assert.Equal(new ClusterTarget(new("https://first:1"), "a", "c", null), target);
        Assert.Equal("kubectl --context=a", target.Kubectl);
        Assert.Equal("https://d:1/", (await _files.TargetAsync(new() { Context = "b" })).Server.AbsoluteUri);
        Assert.Equal("a", (await _files.TargetAsync(new(), ClusterAccess.Read)).Context);
        Assert.Equal(ErrorCode.ContextNotChosen, (await _files.RefusedAsync(new())).Code);
    }

    [Theory]
    [InlineData("{[broken", "line ")]
    [InlineData("just text", "it is no mapping")]
    [InlineData("clusters: 5", "clusters is not a list")]
    [InlineData("clusters: [5]", "clusters[0] is not a mapping")]
    [InlineData("contexts: [{name: 5}]", "contexts[0].name is not a text")]
    [InlineData("a: b\n  c: d", "line 2")]
    [InlineData("{\0", "line 1, column 2: the character U+0000")]
    [InlineData("[\0", "U+0000")]
    [InlineData("{a\0}", "U+0000")]
    [InlineData("contexts: [{name: a, context: {cluster: c}}]\n\0contexts: [{name: b}]", "line 2, column 1: the character U+0000")]
    [InlineData("{a: b} {c: d}", "ends before this")]
    [InlineData("&a [&b [*b]]", "contains itself")]
    [InlineData("contexts: [{name: a}, {name: b}, {name: a}]", "the context a more than once")]
    [InlineData("clusters: [{name: a}, {name: a}]", "the cluster a more than once")]
    [InlineData("users: [{name: a}, {name: a}]", "the user a more than once")]
    public async Task A_broken_kubeconfig_is_named(string text, string why)
    {
        var file = _files.Write("k", text);

        var refusal = await _files.RefusedAsync(new() { Kubeconfig = file });

        Assert.Equal(ErrorCode.KubeconfigInvalid, refusal.Code);
        Assert.Contains(file, refusal.Text, StringComparison.Ordinal);
        Assert.Contains(why, refusal.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", refusal.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n")]
    [InlineData("---\napiVersion: v1\n...\n# over\n---\n")]
    [InlineData("---\n---\ncontexts: [{name: b}]")]
    [InlineData("\uFEFFapiVersion: v1\n")]
    [InlineData("apiVersion: v1\nkind: Config\n")]
    [InlineData("apiVersion: v1\nkind: Config\ncontexts: null\n")]
    [InlineData("{\"kind\":\"Config\",\"contexts\":[]}")]
    public async Task An_empty_kubeconfig_has_no_context(string text) =>
        Assert.Equal(ErrorCode.ContextNotChosen, (await _files.RefusedAsync(new() { Kubeconfig = _files.Write("k", text) })).Code);

    [Theory]
    [InlineData("---\ncontexts: [{name: b}]\ncurrent-context: b")]
    [InlineData("...\n]{: broken")]
    [InlineData("--- # more\na: b: c")]
    public async Task What_comes_after_the_first_document_is_not_read_as_in_kubectl(string more)
    {
        _files.Write("k", $"{Minimal}\n{more}");

        Assert.Equal("a", (await _files.TargetAsync(new() { Kubeconfig = "k" })).Context);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_kubeconfig_in_UTF16_is_read_as_in_kubectl(bool isBigEndian)
    {
        var encoding = new UnicodeEncoding(isBigEndian, byteOrderMark: true);
        await File.WriteAllTextAsync(_files.Write("k", ""), Minimal, encoding, TestContext.Current.CancellationToken);

        Assert.Equal("a", (await _files.TargetAsync(new() { Kubeconfig = "k" })).Context);
    }

    [Theory]
    [InlineData("cluster: gone")]
    [InlineData("cluster: c, user: gone")]
    public async Task The_way_to_another_context_leads_through_the_same_file(string context)
    {
        var file = _files.Write("k", $"clusters: [{{name: c, cluster: {{server: 'https://x:1'}}}}]\ncontexts: [{{name: a, context: {{{context}}}}}]");

        Assert.EndsWith($": kubectl --kubeconfig={file} config get-contexts", (await _files.RefusedAsync(new() { Kubeconfig = file })).Hint, StringComparison.Ordinal);
        _files.Environment.Variables["KUBECONFIG"] = file;
        Assert.EndsWith(": kubectl config get-contexts", (await _files.RefusedAsync(new())).Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kubeconfig_that_is_not_UTF_8_is_named()
    {
        var file = _files.Write("k", "");
        await File.WriteAllBytesAsync(file, [.. "a: b\nc: "u8, 0xE9, (byte)'\n'], TestContext.Current.CancellationToken);

        var refusal = await _files.RefusedAsync(new() { Kubeconfig = file });

        Assert.Equal(ErrorCode.KubeconfigInvalid, refusal.Code);
        Assert.Contains("line 2, column 4: the file is not UTF-8", refusal.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_folder_in_place_of_a_kubeconfig_is_called_one(bool isOption)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_files.Environment.WorkingDirectory.FullPath, "folder")).FullName;
        _files.Environment.Variables["KUBECONFIG"] = folder;

        var refusal = await _files.RefusedAsync(new() { Kubeconfig = isOption ? folder : null });

        Assert.Equal(ErrorCode.KubeconfigInvalid, refusal.Code);
        Assert.Contains($"{folder} is a folder", refusal.Text, StringComparison.Ordinal);
        Assert.Contains("--kubeconfig=", refusal.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contexts: [{name: a, context: {cluster: gone}}]", "names the cluster gone, which is not in it")]
    [InlineData("contexts: [{name: a, context: {cluster: c, user: gone}}]", "names the user gone, which is not in it")]
    [InlineData("contexts: [{name: a, context: {cluster: bad}}]", "not a url")]
    [InlineData("contexts: [{name: a, context: {cluster: ftp}}]", "proxy-url ftp://***@p:1 of cluster ftp is no URL of http, https, socks5")]
    [InlineData("contexts: [{name: a, context: {cluster: bare}}]", "proxy-url p:3128 of cluster bare")]
    [InlineData("contexts: [{name: a, context: {cluster: c, user: u}}]\nusers: [{name: u, user: {client-certificate-data: bm9wZQ==, client-key-data: bm9wZQ==}}]", "PEM")]
    [InlineData("contexts: [{name: a, context: {cluster: c, user: u}}]\nusers: [{name: u, user: {client-certificate: gone.crt, client-key: gone.key}}]", "gone.")]
    public async Task A_context_that_cannot_be_used_says_why(string rest, string why)
    {
        var file = _files.Write("k", "clusters: [{name: c, cluster: {server: 'https://x:1'}}, {name: bad, cluster: {server: 'not a url'}}, "
            + "{name: ftp, cluster: {server: 'https://x:1', proxy-url: 'ftp://user:s3cret@p:1'}}, {name: bare, cluster: {server: 'https://x:1', proxy-url: 'p:3128'}}]\n" + rest);

        var refusal = await _files.RefusedAsync(new() { Kubeconfig = file });

        Assert.Equal(ErrorCode.KubeconfigInvalid, refusal.Code);
        Assert.Contains("Context a", refusal.Text, StringComparison.Ordinal);
        Assert.Contains(why, refusal.Text, StringComparison.Ordinal);
    }
}
