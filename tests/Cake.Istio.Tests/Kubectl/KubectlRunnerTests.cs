using System.Text;
using Cake.Istio.Cluster.Kubectl;
using Cake.Istio.Errors;
using Cake.Istio.Tests.Releases;
using Cake.Istio.Tests.Tools;
using Cake.Istio.Tools;

namespace Cake.Istio.Tests.Kubectl;

public sealed class KubectlRunnerTests : IDisposable
{
    private static readonly KubectlApply Command = new("/my files/manifest.json") { FieldManager = "cake-istio" };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_option_is_on_the_command_line()
    {
        var command = Command with { Kubeconfig = "/my files/config", Context = "a \"b\"", ServerSide = true, ForceConflicts = true, DryRun = true, Validate = true };
        var output = await Runner("printf '%s\\n' \"$@\"").ApplyAsync(command, CancellationToken.None);

        Assert.Equal(
            "apply\n--output=json\n--filename=/my files/manifest.json\n--field-manager=cake-istio\n--validate=true\n--kubeconfig=/my files/config\n--context=a \"b\"\n--server-side\n--force-conflicts\n--dry-run=server\n",
            output.Text);
    }

    [Fact]
    public async Task Exit_code_and_errors_are_given_as_they_are()
    {
        var output = await Runner("echo 'error: no' >&2; exit 3").ApplyAsync(Command, CancellationToken.None);

        Assert.Equal((3, "", "error: no"), (output.ExitCode, output.Text, string.Join('|', output.Errors)));
    }

    [Fact]
    public async Task Where_there_is_no_kubectl_its_version_is_none_and_using_it_is_an_error()
    {
        var runner = new KubectlRunner(new ToolContext(_folder.Path));

        Assert.Null(await runner.VersionAsync(CancellationToken.None));
        Assert.Equal(ErrorCode.KubectlFailed, (await Assert.ThrowsAsync<MeshException>(() => runner.ApplyAsync(Command, CancellationToken.None))).Code);
    }

    [Fact]
    public async Task A_cancelled_run_ends_kubectl()
    {
        using var stop = new CancellationTokenSource();
        var running = Runner($"echo $$ > '{_folder["pid"]}'; exec sleep 60").ApplyAsync(Command, stop.Token);
        while (!File.Exists(_folder["pid"]) || new FileInfo(_folder["pid"]).Length == 0)
            await Task.Delay(5, TestContext.Current.CancellationToken);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Throws<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(int.Parse(File.ReadAllText(_folder["pid"]))));
    }

    private KubectlRunner Runner(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in for kubectl is a shell script");
        var path = _folder.Write("kubectl", Encoding.UTF8.GetBytes($"#!/bin/sh\n{script}\n"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var context = new ToolContext(_folder.Path);
        context.Tools.RegisterFile(path);
        return new(context);
    }
}
