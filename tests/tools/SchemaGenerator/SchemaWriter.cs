using System.Text;
using System.Text.Json.Nodes;

namespace Cake.Istio.SchemaGenerator;

/// <summary>Writes kinds.txt: the kinds in discovery's order, then their types by name.</summary>
public static class SchemaWriter
{
    private const string Header = """
        # The kinds of kube-apiserver 1.36 and their types, written by tests/tools/SchemaGenerator from that server's discovery and OpenAPI documents; not edited by hand.
        # kind apiVersion Kind type plural singular Namespaced|Cluster verbs:… short:… categories:…, then its subresources: sub name apiVersion Kind type verbs
        # type name [atomic], then its fields: name type and what the server knows of it; [T] is a list, {T} a map
        """;

    /// <summary>The whole file.</summary>
    public static string Write(OpenApiDocuments documents)
    {
        var output = new StringBuilder(Header.ReplaceLineEndings("\n")).Append('\n');
        var types = new TypeWriter(documents);
        foreach (var group in documents.Discovery.SelectMany(document => document["items"]!.AsArray()))
            foreach (var version in group!["versions"]!.AsArray())
                foreach (var resource in version!["resources"]!.AsArray())
                    WriteKind(output, documents, types, (string?)group["metadata"]!["name"] ?? "", (string)version["version"]!, resource!.AsObject());
        types.Write(output);
        return output.ToString();
    }

    private static void WriteKind(StringBuilder output, OpenApiDocuments documents, TypeWriter types, string group, string version, JsonObject resource)
    {
        output.Append("kind ").Append(Type(documents, types, group, version, resource));
        output.Append(' ').Append((string?)resource["resource"]).Append(' ').Append((string?)resource["singularResource"]).Append(' ').Append((string?)resource["scope"]);
        output.Append(" verbs:").Append(Join(resource["verbs"]));
        if (resource["shortNames"] is { } shortNames)
            output.Append(" short:").Append(Join(shortNames));
        if (resource["categories"] is { } categories)
            output.Append(" categories:").Append(Join(categories));
        output.Append('\n');
        foreach (var sub in resource["subresources"]?.AsArray() ?? [])
            output.Append(" sub ").Append((string?)sub!["subresource"]).Append(' ').Append(Type(documents, types, group, version, sub.AsObject()))
                .Append(' ').Append(Join(sub["verbs"])).Append('\n');
    }

    private static string Type(OpenApiDocuments documents, TypeWriter types, string group, string version, JsonObject resource)
    {
        var response = resource["responseKind"]!;
        var kind = (string)response["kind"]!;
        if ((string?)response["version"] is { Length: > 0 } otherVersion)
            (group, version) = ((string?)response["group"] ?? "", otherVersion);
        var full = documents.FindType(group, version, kind);
        if (full is not null)
            types.Reach(full);
        return $"{(group.Length == 0 ? version : $"{group}/{version}")} {kind} {(full is null ? "-" : TypeNames.Shorten(full))}";
    }

    private static string Join(JsonNode? words) => string.Join(',', words!.AsArray().Select(word => (string)word!));
}
