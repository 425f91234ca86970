using Cake.Istio.Errors;
using k8s.KubeConfigModels;

namespace Cake.Istio.Cluster;

/// <summary>The headers by which a kubeconfig's user acts as somebody else.</summary>
internal static class Impersonation
{
    /// <summary>The headers; none for a user who acts as itself.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.KubeconfigInvalid"/>: several groups.</exception>
    public static IReadOnlyList<(string Name, string Value)> Headers(UserCredentials? user)
    {
        if (string.IsNullOrEmpty(user?.Impersonate))
            return [];
        var groups = (user.ImpersonateGroups ?? []).ToList();
        if (groups.Count > 1)
        {
            // .NET sends the values of a header as one, and the server would take them for one group of that long name.
            throw new MeshException(
                ErrorCode.KubeconfigInvalid,
                $"The kubeconfig's user acts as {user.Impersonate} in several groups ({string.Join(", ", groups)}); only one group can be sent.",
                "Use a user of its own for this, or one that acts in one group.");
        }

        return
        [
            ("Impersonate-User", user.Impersonate),
            .. groups.Select(group => ("Impersonate-Group", group)),
            .. (user.ImpersonateUserExtra ?? []).Select(extra => ($"Impersonate-Extra-{Uri.EscapeDataString(extra.Key)}", extra.Value)),
        ];
    }
}
