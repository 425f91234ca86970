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
    // It renders from its own files and takes seconds.
    private static readonly TimeSpan LongestRendering = TimeSpan.FromMinutes(2);

    // The exit code of a program that a signal ended, as shells and .NET have it.
    private const int SignalBase = 128;

    private readonly ICakeLog _log;

    /// <summary>Creates the runner.</summary>
    /// <param name="context">Where tools, environment and the log come from.</param>
    public IstioctlRunner(ICakeContext context)
        : base(context.FileSystem, context.Environment, new TreeProcessRunner(context.Environment, context.Log), context.Tools) =>
        _log = context.Log;

    /// <inheritdoc/>
    public Task<string> GenerateAsync(string program, IReadOnlyList<string> set, CancellationToken cancellationToken) =>
        GenerateAsync(new IstioctlSettings { ToolPath = program, Set = set, ToolTimeout = LongestRendering }, cancellationToken);

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
        var code = await EndAsync(process, settings.ToolTimeout, output, cancellationToken);
        var words = output.Words;
        if (code != 0)
        {
            throw Failed(
                string.Join($"{Environment.NewLine}    ", words.Prepend($"ended with exit code {code}{(words.Count > 0 ? ":" : "")}")),
                code > SignalBase ? $"signal {code - SignalBase} ended it: see whether the machine has memory left." : "check --profile and --set.");
        }


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
            return RunProcess(settings, arguments, output.RedirectBlocks());
        }
        catch (Exception e) when (e is Win32Exception or CakeException or InvalidOperationException)
        {
            throw Failed($"cannot be started: {e.Message}", "it must be the release for this system, and its bin/istioctl executable (chmod +x).", e);
        }
    }

    private static async Task<int> EndAsync(IProcess process, TimeSpan? timeout, ProcessOutput output, CancellationToken cancellationToken)
    {
        try
        {
            return await ProcessExit.WaitAsync(process, output, timeout, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw Failed($"did not end within {timeout}.");
        }
        catch (OverflowException)
        {
            throw Failed("printed more than any manifest has.");
        }
        catch (IOException e)
        {
            throw Failed(e.Message, cause: e);
        }
    }

    private static MeshException Failed(string why, string? hint = null, Exception? cause = null) =>
        new(ErrorCode.IstioctlFailed, $"istioctl {why}", hint ?? "run it yourself with the same values (--verbosity=diagnostic shows the command) and see what it does.", innerException: cause);
}
