using System.Text;

namespace Cake.Istio.Cluster;

/// <summary>Reads what a credential plugin prints to its end, and keeps a bounded part of it.</summary>
internal static class PluginOutput
{
    private const int MostText = 256 << 10;

    /// <summary>The beginning of the standard output; a credential is not longer.</summary>
    public static async Task<string> TextAsync(StreamReader output)
    {
        var text = new StringBuilder();
        await foreach (var block in BlocksAsync(output))
            text.Append(block.Span[..Math.Min(block.Length, MostText - text.Length)]);
        return text.ToString();
    }

    /// <summary>What is printed as it comes, in blocks: a line may have no end.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<char>> BlocksAsync(StreamReader reader)
    {
        var block = new char[4 << 10];
        for (int length; (length = await reader.ReadAsync(block)) > 0;)
            yield return block.AsMemory(0, length);
    }
}
