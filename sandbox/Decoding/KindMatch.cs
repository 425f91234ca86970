namespace Cake.Istio.Sandbox.Decoding;

/// <summary>Is an object of the kind that the path speaks of? In the words of apimachinery's codecs, and of the validation of custom resources.</summary>
internal static class KindMatch
{
    private const int SummaryLength = 30;

    /// <summary>Checks the object of a POST or PUT.</summary>
    /// <exception cref="StatusException">400 for another kind or version, 422 for another kind of a custom resource's group.</exception>
    public static void CheckBody(KindSchema kind, JsonObject value, byte[] body)
    {
        var (version, name) = (value.Text("apiVersion") ?? "", value.Text("kind") ?? "");
        if (kind.IsCustom && name.Length == 0)
            throw Unrecognized(kind, $"Object 'Kind' is missing in '{Encoding.UTF8.GetString(body)}'", body);
        if (kind.IsCustom && version == kind.ApiVersion && name != kind.Kind)
            throw NotOf(kind, value);
        if (name.Length > 0 && (name != kind.Kind || (!kind.IsCustom && version.Length > 0 && version != kind.ApiVersion && SchemaTable.BuiltIn.Find(version, name) is null)))
            throw StatusException.BadRequest($"{name} in version \"{VersionOf(version)}\" cannot be handled as a {kind.Kind}: {Unconvertible(kind, version, name)}");
        if (version.Length > 0 && version != kind.ApiVersion)
            throw StatusException.BadRequest($"the API version in the data ({version}) does not match the expected API version ({kind.ApiVersion})");
    }

    /// <summary>Why an object that a JSON or merge patch made cannot be read back as this kind; null when it can.</summary>
    /// <exception cref="StatusException">422 for another kind or version of a custom resource.</exception>
    public static string? OfPatched(KindSchema kind, JsonObject value)
    {
        var (version, name) = (value.Text("apiVersion") ?? "", value.Text("kind") ?? "");
        if (version == kind.ApiVersion && name == kind.Kind)
            return null;
        if (!kind.IsCustom)
            return (name.Length == 0 || name == kind.Kind) && (version.Length == 0 || version == kind.ApiVersion) ? null : Unconvertible(kind, version, name.Length > 0 ? name : kind.Kind);
        return name.Length == 0 ? $"Object 'Kind' is missing in '{value.ToJsonString()}'" : throw NotOf(kind, value);
    }

    /// <summary>400: nothing can be told of the body.</summary>
    public static StatusException Unrecognized(KindSchema kind, string why, byte[] body) =>
        StatusException.BadRequest($"the object provided is unrecognized (must be of type {kind.Kind}): {why} ({Summary(body)})");

    private static string Unconvertible(KindSchema kind, string version, string name)
    {
        if (kind.IsCustom)
            return $"request to convert CR from an invalid group/version: {version}";
        return SchemaTable.BuiltIn.Find(version, name) is null
            ? $"no kind \"{name}\" is registered for version \"{version}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\""
            : $"converting ({VersionOf(version)}.{name}) to ({(kind.Group.Length == 0 ? "core" : kind.Group.Split('.')[0])}.{kind.Kind}): unknown conversion";
    }

    private static StatusException NotOf(KindSchema kind, JsonObject value)
    {
        List<StatusCause> causes = [];
        foreach (var (field, wanted) in ((string, string)[])[("kind", kind.Kind), ("apiVersion", kind.ApiVersion)])
            if (value.Text(field) != wanted)
                causes.Add(new StatusCause("FieldValueInvalid", $"Invalid value: {GoText.Quote(value.Text(field) ?? "")}: must be {wanted}", field));
        return StatusException.Invalid(kind.Group, kind.Kind, value.Name(), causes);
    }

    private static string VersionOf(string apiVersion) => apiVersion[(apiVersion.LastIndexOf('/') + 1)..];

    private static string Summary(byte[] body)
    {
        var start = body.AsSpan(0, Math.Min(body.Length, SummaryLength));
        var text = start.Length > 0 && start[0] == '{' ? Encoding.UTF8.GetString(start) : Convert.ToHexStringLower(start);
        return body.Length == 0 ? "<empty>" : body.Length > SummaryLength ? text + " ..." : text;
    }
}
