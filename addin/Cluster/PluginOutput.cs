using System.Text;

namespace Cake.Istio.Cluster;

/// <summary>Reads what a credential plugin prints to its end, and keeps a bounded part of it.</summary>
internal static class PluginOutput
{
    private const int MostText = 256 << 10;
    private const int MostWords = 500;

    /// <summary>The beginning of the standard output; a credential is not longer.</summary>
    public static async Task<string> TextAsync(StreamReader output)
    {
        var text = new StringBuilder();
        await foreach (var block in BlocksAsync(output))
            text.Append(block.Span[..Math.Min(block.Length, MostText - text.Length)]);
        return text.ToString();
    }

    /// <summary>The end of the standard error as one line; it is what a person needs when a plugin fails.</summary>
    /// <param name="error">The standard error.</param>
    /// <param name="say">Told each line as it comes: a plugin may ask a person for something and wait for it.</param>
    public static async Task<string> WordsAsync(StreamReader error, Action<string> say)
    {
        var (words, line) = (new StringBuilder(), new StringBuilder());
        await foreach (var block in BlocksAsync(error))
        {
            foreach (var letter in block.ToArray())
            {
                if (letter == '\n')
                    End();
                else if (line.Length < MostWords)
                    line.Append(letter);
            }
        }

        End();
        return words.ToString();

        void End()
        {
            var said = line.ToString().Trim();
            line.Clear();
            if (said.Length == 0)
                return;
            say(said);
            words.Append(words.Length == 0 ? "" : " ").Append(said);
            if (words.Length > MostWords)
                words.Remove(0, words.Length - MostWords).Insert(0, '…');
        }
    }

    // In blocks: a line may have no end.
    private static async IAsyncEnumerable<ReadOnlyMemory<char>> BlocksAsync(StreamReader reader)
    {
        var block = new char[4 << 10];
        for (int length; (length = await reader.ReadAsync(block)) > 0;)
            yield return block.AsMemory(0, length);
    }
}
