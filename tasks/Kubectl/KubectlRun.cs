using System.Text;
using Cake.Core;
using Cake.Core.IO;
using Cake.Istio.Cluster.Kubectl;
using Cake.Istio.Tools;

namespace Cake.Istio.Frosting.Kubectl;

/// <summary>One run of kubectl by an alias: keeps what it says, and can end it with what it has started, neither of which an alias does.</summary>
/// <param name="context">Cake's context.</param>
internal sealed class KubectlRun(ICakeContext context) : CakeContextAdapter(context), IProcessRunner
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _errors = new();
    private readonly Lock _lock = new();
    private IProcess? _process;
    private bool _isStopped;
    private int _exitCode;

    /// <inheritdoc/>
    public override IProcessRunner ProcessRunner => this;

    /// <summary>What kubectl said, once it has ended.</summary>
    public KubectlOutput Output
    {
        get
        {
            lock (_lock)
                return new(_exitCode, _text.ToString(), _errors.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    /// <inheritdoc/>
    public IProcess Start(FilePath filePath, ProcessSettings settings)
    {
        // A credential plugin of kubectl may ask somebody.
        var process = new TreeProcessRunner(Environment, Log, inheritsInput: true).Start(filePath, settings);
        bool isLate;
        lock (_lock)
            (_process, isLate) = (process, _isStopped);
        if (isLate)
            process.Kill();
        return process;
    }

    /// <summary>Has what kubectl says come here.</summary>
    public void Listen(ProcessSettings settings)
    {
        settings.RedirectStandardOutput = true;
        settings.RedirectedStandardOutputHandler = printed => Add(_text, printed);
        settings.RedirectStandardError = true;
        settings.RedirectedStandardErrorHandler = printed => Add(_errors, printed);
    }

    /// <summary>Takes every exit code; what it means is for others to say.</summary>
    public bool End(int exitCode)
    {
        _exitCode = exitCode;
        return true;
    }

    /// <summary>Ends kubectl.</summary>
    public void Stop()
    {
        IProcess? process;
        lock (_lock)
            (_isStopped, process) = (true, _process);
        // Killing waits for the last words, and those for the lock.
        process?.Kill();
    }

    // Null tells Cake to keep nothing itself.
    private string? Add(StringBuilder text, string? printed)
    {
        lock (_lock)
            text.Append(printed);
        return null;
    }
}
