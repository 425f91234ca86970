using System.Security.Cryptography;

namespace Cake.Istio.Sandbox.Controllers.Objects;

/// <summary>Name parts in the alphabet of <c>k8s.io/apimachinery/pkg/util/rand</c>: no vowels, so that no words appear.</summary>
internal static class SafeName
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>A random suffix as generated pod names have it.</summary>
    public static string Random(int length) => RandomNumberGenerator.GetString(Alphabet, length);

    /// <summary>The 32-bit FNV-1a hash of a text, written in the alphabet, as pod template hashes are.</summary>
    public static string Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var value in Encoding.UTF8.GetBytes(text))
            hash = unchecked((hash ^ value) * 16777619u);
        return string.Concat(hash.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(digit => Alphabet[digit % Alphabet.Length]));
    }
}
