using System.Text;
using Cake.Core.IO;

namespace Cake.Istio.Tools;

/// <summary>Collects what a process prints, apart by stream and within bounds.</summary>
/// <param name="mostWords">How many lines of the standard error are kept.</param>
internal sealed class ProcessOutput(int mostWords = 20)
{
    // The largest manifest of a release is 1.2 MB.
    private const int MostText = 64 << 20;
    private const int LongestWord = 4096;

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _word = new();
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

    /// <summary>Gives settings for a runner that hands the output on as it comes: a line without an end takes no memory.</summary>
    public ProcessSettings RedirectBlocks() => new()
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectedStandardOutputHandler = Handler(AddText),
        RedirectedStandardErrorHandler = Handler(AddError),
    };

    // Null tells Cake to keep nothing itself.
    private static Func<string?, string?> Handler(Action<string?> take) => printed =>
    {
        take(printed);
        return null;
    };

    private void AddText(string? printed)
    {
        lock (_lock)
        {
            if (printed is not null && _text.Length <= MostText)
                _text.Append(printed);
            else if (printed is not null)
                _overflowed.TrySetResult();
        }
    }

    private void AddError(string? printed)
    {
        lock (_lock)
        {
            foreach (var letter in printed ?? "\n")
            {
                if (letter == '\n')
                    EndWord();
                else if (_word.Length < LongestWord)
                    _word.Append(letter);
            }
        }
    }

    private void EndWord()
    {
        var word = _word.ToString().Trim();
        _word.Clear();
        if (word.Length > 0)
            _words.Enqueue(word);
        if (_words.Count > mostWords)
            _words.Dequeue();
    }
}
