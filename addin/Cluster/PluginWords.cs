using System.Text;

namespace Cake.Istio.Cluster;

/// <summary>What a credential plugin says on its standard error: shown as it comes, and its end kept as one line for a failure.</summary>
/// <param name="say">Told each line as it comes: a plugin may ask a person for something and wait for it.</param>
internal sealed class PluginWords(Action<string> say)
{
    private const int Most = 500;
    private readonly StringBuilder _words = new();
    private readonly StringBuilder _line = new();
    private readonly Lock _lock = new();

    /// <summary>What was said until now.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            EndLine();
            return _words.ToString();
        }
    }

    /// <summary>Reads it to its end, which may be long after the plugin's own.</summary>
    public async Task ReadAsync(StreamReader error)
    {
        await foreach (var block in PluginOutput.BlocksAsync(error))
            lock (_lock)
                Add(block.Span);
        lock (_lock)
            EndLine();
    }

    private void Add(ReadOnlySpan<char> block)
    {
        foreach (var letter in block)
        {
            if (letter == '\n')
                EndLine();
            else if (_line.Length < Most)
                _line.Append(letter);
        }
    }

    private void EndLine()
    {
        var said = _line.ToString().Trim();
        _line.Clear();
        if (said.Length == 0)
            return;
        say(said);
        _words.Append(_words.Length == 0 ? "" : " ").Append(said);
        if (_words.Length > Most)
            _words.Remove(0, _words.Length - Most).Insert(0, '…');
    }
}
