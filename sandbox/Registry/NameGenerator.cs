using System.Security.Cryptography;

namespace Cake.Istio.Sandbox.Registry;

/// <summary>Names from <c>metadata.generateName</c>.</summary>
internal static class NameGenerator
{
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";
    private const int MaxPrefix = 63 - 5;

    /// <summary>The prefix, cut to fit, and five random letters that form no words.</summary>
    public static string Generate(string prefix) =>
        string.Concat(prefix.AsSpan(0, Math.Min(prefix.Length, MaxPrefix)), RandomNumberGenerator.GetString(Letters, 5));
}
