using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Settings;

namespace Cake.Istio.Tests.Cluster;

public sealed class GuardTests : IDisposable
{
    private readonly Kubeconfigs _files = new();
    private readonly MeshSettings _one;
    private readonly MeshSettings _two;

    public GuardTests()
    {
        _one = new() { Kubeconfig = _files.Write("one", KubeconfigText.For("https://10.0.0.1:6443", null, "only")) };
        _two = new() { Kubeconfig = _files.Write("two", KubeconfigText.For("https://10.0.0.1:6443", null, "prod", "test")) };
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_kubeconfig_with_one_context_may_be_written_to_and_its_target_is_shown()
    {
        var target = await _files.TargetAsync(_one);

        Assert.Equal(new ClusterTarget(new("https://10.0.0.1:6443"), "only", "c", "u") { Kubeconfig = _one.Kubeconfig }, target);
        Assert.Equal($"kubectl --kubeconfig={_one.Kubeconfig} --context=only", target.Kubectl);
        Assert.Contains(_files.Log.Lines, line => line.Text == "Cluster: https://10.0.0.1:6443 (context only, cluster c, user u)");
    }

    [Fact]
    public async Task One_context_needs_no_current_context()
    {
        var text = KubeconfigText.For("https://10.0.0.1:6443", null, "only").Replace("current-context: only", "", StringComparison.Ordinal);

        Assert.Equal("only", (await _files.TargetAsync(new() { Kubeconfig = _files.Write("k", text) })).Context);
    }

    [Fact]
    public async Task A_current_context_that_is_not_there_is_no_choice_even_beside_a_single_one()
    {
        var text = KubeconfigText.For("https://10.0.0.1:6443", null, "only").Replace("current-context: only", "current-context: gone", StringComparison.Ordinal);
        var settings = new MeshSettings { Kubeconfig = _files.Write("k", text) };

        var refusal = await _files.RefusedAsync(settings);

        Assert.Equal(ErrorCode.ContextNotFound, refusal.Code);
        Assert.Contains("no context gone (from current-context); it has only", refusal.Text, StringComparison.Ordinal);
        Assert.Equal("only", (await _files.TargetAsync(settings with { Context = "only" })).Context);
    }

    [Fact]
    public async Task Two_contexts_and_none_chosen_may_be_read_but_not_written_to()
    {
        Assert.Equal("prod", (await _files.TargetAsync(_two, ClusterAccess.Read)).Context);

        var refusal = await _files.RefusedAsync(_two);

        Assert.Equal(ErrorCode.ContextNotChosen, refusal.Code);
        Assert.Contains("2 contexts (prod, test)", refusal.Text, StringComparison.Ordinal);
        Assert.Contains("--context=prod", refusal.Hint, StringComparison.Ordinal);
        Assert.Contains("--expect-server", refusal.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_contexts_and_no_current_one_cannot_even_be_read()
    {
        var text = KubeconfigText.For("https://10.0.0.1:6443", null, "prod", "test").Replace("current-context: prod", "", StringComparison.Ordinal);

        Assert.Equal(ErrorCode.ContextNotChosen, (await _files.RefusedAsync(new() { Kubeconfig = _files.Write("k", text) }, ClusterAccess.Read)).Code);
    }

    [Fact]
    public async Task A_chosen_context_may_be_written_to() =>
        Assert.Equal("test", (await _files.TargetAsync(_two with { Context = "test" })).Context);

    [Theory]
    [InlineData("https://10.0.0.1:6443")]
    [InlineData("10.0.0.1")]
    [InlineData("10.0.0.1:6443")]
    [InlineData("https://10.0.0.*:6443/")]
    [InlineData("HTTPS://10.0.0.?:6443")]
    public async Task An_expected_server_that_matches_lets_the_current_context_be_written_to(string pattern) =>
        Assert.Equal("prod", (await _files.TargetAsync(_two with { ExpectServer = pattern })).Context);

    [Theory]
    [InlineData("10.0.0.2")]
    [InlineData("10.0.0.*")]
    [InlineData("https://10.0.0.1:443")]
    [InlineData("https://10.0.0.1:64")]
    [InlineData("https://10.0.0.1")]
    [InlineData("0.0.1")]
    [InlineData("10.0.0.1:64")]
    public async Task An_expected_server_that_does_not_match_is_refused_even_for_reading(string pattern)
    {
        var refusal = await _files.RefusedAsync(_one with { ExpectServer = pattern, Context = "only" }, ClusterAccess.Read);

        Assert.Equal(ErrorCode.ServerUnexpected, refusal.Code);
        Assert.Contains("https://10.0.0.1:6443 (context only", refusal.Text, StringComparison.Ordinal);
        Assert.Contains(pattern, refusal.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("staging")]
    [InlineData("PROD")]
    public async Task A_context_that_is_not_there_is_refused_with_those_that_are(string context)
    {
        var refusal = await _files.RefusedAsync(_two with { Context = context });

        Assert.Equal(ErrorCode.ContextNotFound, refusal.Code);
        Assert.Contains($"no context {context} (from --context); it has prod, test", refusal.Text, StringComparison.Ordinal);
    }
}
