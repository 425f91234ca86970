using System.Text;
using Cake.Core.IO;

namespace Cake.Istio.Tools;

/// <summary>Collects what a process prints, apart by stream and within bounds.</summary>
/// <param name="mostWords">How many lines of the standard error are kept.</param>
internal sealed class ProcessOutput(int mostWords = 20)
{
    // The largest manifest of a release is 1.2 MB.
    private const int MostText = 64 << 20;

    private readonly StringBuilder _text = new();
    private readonly Queue<string> _words = new();
    private readonly TaskCompletionSource _overflowed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();

    /// <summary>Complete when the process has printed more than can be meant.</summary>
    public Task Overflowed => _overflowed.Task;

    /// <summary>The standard output.</summary>
    public string Text
    {
        get
        {
            lock (_lock)
                return _text.ToString();
        }
    }

    /// <summary>The last lines of the standard error.</summary>
    public IReadOnlyList<string> Words
    {
        get
        {
            lock (_lock)
                return [.. _words];
        }
    }

    /// <summary>Gives settings that send a process's output here.</summary>
    public ProcessSettings Redirect() => new()
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectedStandardOutputHandler = AddText,
        RedirectedStandardErrorHandler = AddWord,
    };

    // Null tells Cake to keep nothing itself.
    private string? AddText(string? line)
    {
        lock (_lock)
        {
            if (line is not null && _text.Length <= MostText)
                _text.Append(line).Append('\n');
            else if (line is not null)
                _overflowed.TrySetResult();
        }
        return null;
    }

    private string? AddWord(string? line)
    {
        lock (_lock)
        {
            if (!string.IsNullOrWhiteSpace(line))
                _words.Enqueue(line.Trim());
            if (_words.Count > mostWords)
                _words.Dequeue();
        }
        return null;
    }
}
