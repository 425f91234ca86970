namespace Cake.Istio.Manifests;

/// <summary>What is said about a key that a mapping has twice.</summary>
internal static class DuplicateKey
{
    /// <summary>The warning's text.</summary>
    /// <param name="key">The key.</param>
    /// <param name="firstLine">The line of the value that is lost, where it is known.</param>
    internal static string Text(string key, int? firstLine = null)
    {
        var first = firstLine is null ? "the earlier one" : $"the one at line {firstLine}";
        return $"the key '{key}' is there a second time; this one counts and {first} is lost, as with kubectl. Perhaps a '---' is missing.";
    }
}
