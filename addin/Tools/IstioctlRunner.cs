using System.ComponentModel;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Tooling;
using Cake.Istio.Errors;
using Cake.Istio.Releases;

namespace Cake.Istio.Tools;

/// <summary>Runs <c>istioctl</c> as a Cake tool.</summary>
public sealed class IstioctlRunner : Tool<IstioctlSettings>, IIstioctl
{
    // A program that goes on after it was told to end keeps its own time, not the user's.
    private static readonly TimeSpan PatienceWithKill = TimeSpan.FromMilliseconds(500);

    private readonly ICakeLog _log;

    /// <summary>Creates the runner.</summary>
    /// <param name="context">Where processes, tools and the log come from.</param>
    public IstioctlRunner(ICakeContext context)
        : base(context?.FileSystem, context?.Environment, context?.ProcessRunner, context?.Tools) =>
        _log = context!.Log;

    /// <inheritdoc/>
    public Task<string> GenerateAsync(string program, IReadOnlyList<string> set, CancellationToken cancellationToken) =>
        GenerateAsync(new IstioctlSettings { ToolPath = program, Set = set }, cancellationToken);

    /// <summary>Renders a manifest: <c>istioctl manifest generate</c>. What it warns of goes to the log.</summary>
    /// <param name="settings">The program and its values.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="MeshException"><see cref="ErrorCode.IstioctlFailed"/>: it cannot be started, fails or does not end.</exception>
    public async Task<string> GenerateAsync(IstioctlSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var arguments = new ProcessArgumentBuilder().Append("manifest").Append("generate");
        foreach (var value in settings.Set)
            arguments.Append("--set").Append(CommandLineArgument.Quote(value));
        var output = new ProcessOutput();
        var process = Start(settings, arguments, output);
        var exited = Task.Run(() => WaitForExit(process), CancellationToken.None);
        await EndAsync(process, exited, settings.ToolTimeout, output, cancellationToken);
        var (code, words) = (await exited, output.Words);
        if (code != 0)
            throw Failed(string.Join($"{Environment.NewLine}    ", words.Prepend($"ended with exit code {code}{(words.Count > 0 ? ":" : "")}")));
        foreach (var word in words)
            _log.Warning("istioctl: {0}", word);
        return output.Text;
    }

    /// <inheritdoc/>
    protected override string GetToolName() => "istioctl";

    /// <inheritdoc/>
    protected override IEnumerable<string> GetToolExecutableNames() => ["istioctl", "istioctl.exe"];

    private IProcess Start(IstioctlSettings settings, ProcessArgumentBuilder arguments, ProcessOutput output)
    {
        try
        {
            return RunProcess(settings, arguments, output.Redirect());
        }
        catch (Exception e) when (e is Win32Exception or CakeException or InvalidOperationException)
        {
            throw Failed($"cannot be started: {e.Message}", "it must be the release for this system, and its bin/istioctl executable (chmod +x).", e);
        }
    }

    private static int WaitForExit(IProcess process)
    {
        using (process)
        {
            process.WaitForExit();
            return process.GetExitCode();
        }
    }

    private static async Task EndAsync(IProcess process, Task exited, TimeSpan? timeout, ProcessOutput output, CancellationToken cancellationToken)
    {
        try
        {
            if (await Task.WhenAny(exited, output.Overflowed).WaitAsync(timeout ?? Timeout.InfiniteTimeSpan, cancellationToken) == exited)
                return;
        }
        catch (TimeoutException)
        {
            await KillAsync(process);
            throw Failed($"did not end within {timeout}.");
        }
        catch (OperationCanceledException)
        {
            await KillAsync(process);
            throw;
        }
        await KillAsync(process);
        throw Failed("printed more than any manifest has.");
    }

    private static Task<Task> KillAsync(IProcess process) =>
        Task.WhenAny(Task.Run(process.Kill, CancellationToken.None), Task.Delay(PatienceWithKill, CancellationToken.None));

    private static MeshException Failed(string why, string? hint = null, Exception? cause = null) =>
        new(ErrorCode.IstioctlFailed, $"istioctl {why}", hint ?? "check --profile and --set.", innerException: cause);
}
