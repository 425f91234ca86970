using System.Diagnostics;
using System.Text;

namespace Cake.Istio.EndToEnd.Tests.Processes;

/// <summary>A program under test: no colours, no variables of the machine's that change what it prints.</summary>
internal sealed class TestProcess : IDisposable
{
    private static readonly string[] Unwanted = ["CI", "GITHUB_ACTIONS", "GITHUB_ACTION", "TF_BUILD", "KUBECONFIG", "DOTNET_ROOT", "MSBUILDTERMINALLOGGER"];
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly StringBuilder _lines = new();
    private readonly Task<string> _error;

    private TestProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = ReadOutputAsync();
        _error = _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public int Id => _process.Id;

    public static TestProcess Start(string file, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder ?? Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in Unwanted.Concat(start.Environment.Keys.Where(name => name.StartsWith("CAKE_", StringComparison.OrdinalIgnoreCase))).ToArray())
            start.Environment.Remove(name);
        start.Environment["NO_COLOR"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        return new TestProcess(start);
    }

    public static async Task<ProcessResult> RunAsync(
        string file,
        IEnumerable<string> arguments,
        string? folder = null,
        IReadOnlyDictionary<string, string?>? environment = null)
    {
        using var process = Start(file, arguments, folder, environment);
        return await process.WaitAsync();
    }

    /// <summary>Runs a .NET program.</summary>
    public static Task<ProcessResult> RunDotnetAsync(
        string program,
        IEnumerable<string> arguments,
        string? folder = null,
        IReadOnlyDictionary<string, string?>? environment = null) =>
        RunAsync("dotnet", [program, .. arguments], folder, environment);

    /// <summary>Waits until a line of standard output begins with a text.</summary>
    public async Task WaitForLineAsync(string beginning)
    {
        while (!OutputSoFar.Split('\n').Any(line => line.StartsWith(beginning, StringComparison.Ordinal)))
        {
            Assert.False(_process.HasExited, OutputSoFar);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public async Task<ProcessResult> WaitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ProcessResult(_process.ExitCode, await _output, await _error);
    }

    /// <summary>Ends it as <c>kill -9</c> does: at once, without its children.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private string OutputSoFar
    {
        get
        {
            lock (_lines)
                return _lines.ToString();
        }
    }

    private async Task<string> ReadOutputAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            lock (_lines)
                _lines.Append(line).Append('\n');
        }

        return OutputSoFar;
    }
}
