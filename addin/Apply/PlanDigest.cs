using System.Security.Cryptography;
using System.Text;

namespace Cake.Istio.Apply;

/// <summary>Identifies a plan by what it wants and what it would change.</summary>
internal static class PlanDigest
{
    /// <summary>SHA-256 in hexadecimal over the bodies and the changes, in the plan's order.</summary>
    public static string Of(IEnumerable<PlannedChange> changes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var change in changes)
        {
            Append(hash, $"{change.Subject.ApiVersion} {change.Subject} {change.Action.Word()}");
            Append(hash, JsonText.Canonical(change.Body));
            foreach (var field in change.Fields)
                Append(hash, field.ToString());
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes($"{text}\n"));
}
