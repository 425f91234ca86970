namespace Cake.Istio.Cluster;

/// <summary>The headers by which a kubeconfig's user acts as somebody else.</summary>
internal static class Impersonation
{
    /// <summary>The headers; none for a user who acts as itself.</summary>
    /// <exception cref="FormatException">There are several values for one header.</exception>
    public static IReadOnlyList<(string Name, string Value)> Headers(KubeconfigNode user)
    {
        if (string.IsNullOrEmpty(user.Text("as")))
            return [];
        var headers = new List<(string Name, string Value)> { ("Impersonate-User", user.Text("as")!) };
        if (user.Text("as-uid") is { Length: > 0 } uid)
            headers.Add(("Impersonate-Uid", uid));
        headers.AddRange(user.Texts("as-groups").Select(group => ("Impersonate-Group", group)));
        var extra = user.Mapping("as-user-extra");
        headers.AddRange(extra.Keys.SelectMany(key => extra.Texts(key), (key, value) => ($"Impersonate-Extra-{Uri.EscapeDataString(key)}", value)));
        // .NET sends the values of a header as one, and the server would take them for one group of that long name.
        if (headers.GroupBy(header => header.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(header => header.Count() > 1) is { } several)
            throw new FormatException($"a user acts as {user.Text("as")} with several values of {several.Key} ({string.Join(", ", several.Select(header => header.Value))}); only one can be sent");
        return headers;
    }
}
