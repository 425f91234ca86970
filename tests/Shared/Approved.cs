using System.Runtime.CompilerServices;

namespace Cake.Istio.Shared.Tests;

/// <summary>Compares text with the approved file beside the test; a difference leaves a <c>.received.txt</c> there to look at and rename.</summary>
internal static class Approved
{
    public static void Matches(string text, string name, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(test)!, name);
        var actual = string.Join('\n', text.ReplaceLineEndings("\n").Trim('\n').Split('\n').Select(line => line.TrimEnd())) + "\n";
        var approved = File.Exists($"{path}.approved.txt") ? File.ReadAllText($"{path}.approved.txt").ReplaceLineEndings("\n") : "";
        if (actual == approved)
        {
            File.Delete($"{path}.received.txt");
            return;
        }

        File.WriteAllText($"{path}.received.txt", actual);
        Assert.Equal(approved, actual);
    }
}
