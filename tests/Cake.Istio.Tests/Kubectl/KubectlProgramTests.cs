using System.Diagnostics;
using System.Text;
using Cake.Istio.Cluster.Kubectl;
using Cake.Istio.Errors;
using Cake.Istio.Frosting.Kubectl;
using Cake.Istio.Tests.Releases;
using Cake.Istio.Tests.Tools;
using Cake.Istio.Tools;

namespace Cake.Istio.Tests.Kubectl;

/// <summary>Both ways to run kubectl: the addin's own, and Cake.Kubectl, which the tasks use.</summary>
public sealed class KubectlProgramTests : IDisposable
{
    private static readonly KubectlApply Command = new("/my files/manifest.json") { FieldManager = "cake-istio" };
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Ways => ["addin", "tasks"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Every_option_is_on_the_command_line(string way)
    {
        var command = Command with { Kubeconfig = "/my files/config", Context = "user@cluster:1", ServerSide = true, ForceConflicts = true, DryRun = true, Validate = true };
        var output = await Find(way, "printf '%s\\n' \"$@\"").ApplyAsync(command, CancellationToken.None);

        Assert.Equal(
            ["--context=user@cluster:1", "--dry-run=server", "--field-manager=cake-istio", "--filename=/my files/manifest.json", "--force-conflicts", "--kubeconfig=/my files/config", "--output=json", "--server-side", "--validate=true", "apply"],
            Arguments(output));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_option_that_is_off_is_not_there(string way) =>
        Assert.Equal(
            ["--field-manager=cake-istio", "--filename=/my files/manifest.json", "--output=json", "--validate=false", "apply"],
            Arguments(await Find(way, "printf '%s\\n' \"$@\"").ApplyAsync(Command, CancellationToken.None)));

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_version_is_the_program_s_own(string way)
    {
        var output = await Find(way, "printf '%s\\n' \"$@\"").VersionAsync(CancellationToken.None);
        Assert.Equal(["--client", "--output=json", "version"], Arguments(output!));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Exit_code_and_errors_are_given_as_they_are(string way)
    {
        var output = await Find(way, "echo 'Warning: old'; echo 'error: nö' >&2; exit 3").ApplyAsync(Command, CancellationToken.None);

        Assert.Equal((3, "Warning: old\n", "error: nö"), (output.ExitCode, output.Text, string.Join('|', output.Errors)));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Where_there_is_no_kubectl_its_version_is_none_and_using_it_is_an_error(string way)
    {
        var kubectl = Make(way, new ToolContext(_folder.Path));

        Assert.Null(await kubectl.VersionAsync(CancellationToken.None));
        Assert.Equal(ErrorCode.KubectlFailed, (await Assert.ThrowsAsync<MeshException>(() => kubectl.ApplyAsync(Command, CancellationToken.None))).Code);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_cancelled_run_ends_kubectl_and_what_it_has_started(string way)
    {
        using var stop = new CancellationTokenSource();
        var running = Find(way, $"sleep 60 & echo $$ $! > '{_folder["pid"]}'; wait").ApplyAsync(Command, stop.Token);
        while (!File.Exists(_folder["pid"]) || new FileInfo(_folder["pid"]).Length == 0)
            await Task.Delay(5, TestContext.Current.CancellationToken);

        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"it took {watch.Elapsed}");
        foreach (var pid in (await File.ReadAllTextAsync(_folder["pid"], TestContext.Current.CancellationToken)).Split(' '))
            await EndedProcess.AwaitAsync(int.Parse(pid));
    }

    // Cake.Kubectl puts a value behind a blank.
    private static IEnumerable<string> Arguments(KubectlOutput output)
    {
        var arguments = output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return arguments.Index()
            .Where(argument => argument.Item.StartsWith('-') || argument.Index == 0)
            .Select(argument => argument.Index > 0 && argument.Index + 1 < arguments.Length && !arguments[argument.Index + 1].StartsWith('-') ? $"{argument.Item}={arguments[argument.Index + 1]}" : argument.Item)
            .Order(StringComparer.Ordinal);
    }

    private static IKubectl Make(string way, ToolContext context) => way == "addin" ? new KubectlRunner(context) : new CakeKubectl(context);

    private IKubectl Find(string way, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in for kubectl is a shell script");
        var path = _folder.Write("kubectl", Encoding.UTF8.GetBytes($"#!/bin/sh\n{script}\n"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var context = new ToolContext(_folder.Path);
        context.Tools.RegisterFile(path);
        return Make(way, context);
    }
}
