using Cake.Istio.Sandbox.Discovery;

namespace Cake.Istio.Sandbox.OpenApi;

/// <summary>
/// OpenAPI as far as clients read it: the types of all kinds, and per resource that creation, replacement and patches take <c>fieldValidation</c> and <c>dryRun</c>.
/// </summary>
internal static class OpenApiDocuments
{
    /// <summary><c>/openapi/v3</c>: where the document of each version is.</summary>
    public static JsonObject Index(IEnumerable<ResourceDefinition> all, string hash)
    {
        var paths = new JsonObject();
        foreach (var version in all.Select(Root).Distinct())
            paths[version] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{version}?hash={hash}" };
        return new JsonObject { ["paths"] = paths };
    }

    /// <summary><c>/openapi/v3/apis/group/version</c>; null when there is no such version.</summary>
    public static JsonObject? Version(string root, IEnumerable<ResourceDefinition> all, ServerVersion server)
    {
        var resources = all.Where(resource => Root(resource) == root).ToList();
        if (resources.Count == 0)
            return null;
        var schemas = new OpenApiSchemas("#/components/schemas/");
        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = Info(server),
            ["paths"] = Paths(resources, schemas.Add, "#/components/schemas/", isVersion3: true, server),
            ["components"] = new JsonObject { ["schemas"] = schemas.ToJson() },
        };
    }

    /// <summary><c>/openapi/v2</c>: everything in one.</summary>
    public static JsonObject Swagger(IEnumerable<ResourceDefinition> all, ServerVersion server)
    {
        var schemas = new OpenApiSchemas("#/definitions/");
        return new JsonObject
        {
            ["swagger"] = "2.0",
            ["info"] = Info(server),
            ["paths"] = Paths(all, schemas.Add, "#/definitions/", isVersion3: false, server),
            ["definitions"] = schemas.ToJson(),
        };
    }

    private static string Root(ResourceDefinition resource) => resource.Group.Length == 0 ? $"api/{resource.Version}" : $"apis/{resource.ApiVersion}";

    private static JsonObject Info(ServerVersion server) => new() { ["title"] = "Kubernetes", ["version"] = $"v{server.Major}.{server.Minor}.0" };

    private static JsonObject Paths(IEnumerable<ResourceDefinition> resources, Func<ResourceDefinition, string> schema, string prefix, bool isVersion3, ServerVersion server)
    {
        var parameters = WriteParameters(server).Select(name => Parameter(name, isVersion3)).ToList();
        var paths = new JsonObject();
        foreach (var resource in resources)
        {
            var collection = $"/{Root(resource)}/{(resource.Namespaced ? "namespaces/{namespace}/" : "")}{resource.Plural}";
            var reference = prefix + schema(resource);
            Add(paths, collection, resource, reference, isVersion3, parameters, ("create", "post", "post"), ("list", "get", "list"));
            Add(paths, collection + "/{name}", resource, reference, isVersion3, parameters, ("get", "get", "get"), ("update", "put", "put"), ("patch", "patch", "patch"), ("delete", "delete", "delete"));
        }
        return paths;
    }

    private static void Add(
        JsonObject paths, string path, ResourceDefinition resource, string reference, bool isVersion3, IReadOnlyList<JsonObject> parameters,
        params ReadOnlySpan<(string Verb, string Method, string Action)> operations)
    {
        var item = new JsonObject();
        foreach (var (verb, method, action) in operations)
            if (resource.Schema.Verbs.Contains(verb))
                item[method] = Operation(resource, reference, isVersion3, action, parameters);
        if (item.Count > 0)
            paths[path] = item;
    }

    private static JsonObject Operation(ResourceDefinition resource, string reference, bool isVersion3, string action, IReadOnlyList<JsonObject> parameters) => new()
    {
        ["parameters"] = action is "post" or "put" or "patch" ? new JsonArray([.. parameters.Select(parameter => parameter.DeepClone())]) : [],
        ["responses"] = new JsonObject { ["200"] = Answer(reference, isVersion3) },
        ["x-kubernetes-action"] = action,
        ["x-kubernetes-group-version-kind"] = new JsonObject { ["group"] = resource.Group, ["version"] = resource.Version, ["kind"] = resource.Kind },
    };

    private static JsonObject Answer(string reference, bool isVersion3)
    {
        var schema = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = reference } };
        return isVersion3
            ? new JsonObject { ["description"] = "OK", ["content"] = new JsonObject { ["application/json"] = schema } }
            : new JsonObject { ["description"] = "OK", ["schema"] = schema["schema"]!.DeepClone() };
    }

    private static IEnumerable<string> WriteParameters(ServerVersion server)
    {
        yield return "dryRun";
        if (server.HasServerSideApply)
            yield return "fieldManager";
        if (server.HasFieldValidation)
            yield return "fieldValidation";
        if (server.HasServerSideApply)
            yield return "force";
    }

    private static JsonObject Parameter(string name, bool isVersion3)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = "query" };
        if (isVersion3)
            parameter["schema"] = new JsonObject { ["type"] = "string" };
        else
            parameter["type"] = "string";
        return parameter;
    }
}
