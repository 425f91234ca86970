using Cake.Istio.Sandbox.Admission.Webhooks;
using Cake.Istio.Sandbox.Json;

namespace Cake.Istio.Sandbox.Mesh;

/// <summary>What the programs of the mesh answer at their Services.</summary>
internal sealed class MeshBackends(IClusterState state, Lazy<MeshAuthority> authority) : IWebhookBackends
{
    public WebhookBackend? Find(string @namespace, string service)
    {
        var selector = state.Get(Resources.Services, @namespace, service).At("spec", "selector");
        var program = state.List(Resources.Deployments, @namespace)
            .Where(deployment => LabelSelector.MatchesMap(selector, deployment.Map("spec", "template", "metadata", "labels")))
            .Select(MeshPrograms.Of).FirstOrDefault(found => found is MeshProgram.Injector or MeshProgram.Galley or MeshProgram.Istiod);
        return program is null ? null : new WebhookBackend(authority.Value.Pem, (path, review) => Answer(program.Value, @namespace, path, review));
    }

    private JsonObject? Answer(MeshProgram program, string @namespace, string path, JsonObject review)
    {
        var segment = path.Trim('/').Split('/')[0];
        var response = segment switch
        {
            "inject" when program != MeshProgram.Galley => Inject(review, @namespace),
            "admitpilot" or "admitmixer" when program == MeshProgram.Galley => Validate(review),
            "validate" when program == MeshProgram.Istiod => Validate(review),
            _ => null,
        };
        if (response is null)
            return null;
        response["uid"] = review.Copy("request", "uid");
        return new JsonObject { ["kind"] = "AdmissionReview", ["apiVersion"] = review.Copy("apiVersion"), ["response"] = response };
    }

    private JsonObject Inject(JsonObject review, string @namespace)
    {
        var response = new JsonObject { ["allowed"] = true };
        if (review.At("request", "object") is not JsonObject pod || PodInjection.Patch(pod, ProxyImage(@namespace)) is not { Count: > 0 } patch)
            return response;
        response["patchType"] = "JSONPatch";
        response["patch"] = MeshAuthority.Encode(patch.ToJsonString());
        return response;
    }

    private static JsonObject Validate(JsonObject review) => review.At("request", "object") is JsonObject value && MeshValidation.Problem(value) is { } problem
        ? new JsonObject { ["allowed"] = false, ["status"] = new JsonObject { ["message"] = problem } }
        : new JsonObject { ["allowed"] = true };

    // The injector's values say which proxy the release brings.
    private string ProxyImage(string @namespace)
    {
        var values = state.List(Resources.ConfigMaps, @namespace)
            .Where(map => map.Name().StartsWith("istio-sidecar-injector", StringComparison.Ordinal))
            .Select(map => map.Text("data", "values")).FirstOrDefault(text => text is not null);
        var global = values is null ? null : YamlTree.Read(values, []).At("global");
        var image = global.Text("proxy", "image") ?? "proxyv2";
        return image.Contains('/', StringComparison.Ordinal) ? image : $"{global.Text("hub") ?? "docker.io/istio"}/{image}:{global.Text("tag") ?? "latest"}";
    }
}
