using Cake.Istio.Sandbox.Admission;
using Cake.Istio.Sandbox.Discovery;
using Cake.Istio.Sandbox.Faults;
using Microsoft.AspNetCore.Http;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>Finds who answers a request, and turns refusals and failures into Status bodies.</summary>
internal sealed class ApiDispatcher(
    Authenticator authenticator, AccessGate gate, FaultGate faults, ResourceCatalog catalog, ResourceEndpoint resources, ServerVersion version, RequestLog log,
    TimeProvider time)
{
    private static readonly string[] Checks = ["ping", "log", "etcd"];
    private readonly DiscoveryEndpoint _discovery = new(catalog, version);
    private readonly OpenApiEndpoint _openApi = new(catalog, version);
    private readonly AdminEndpoint _admin = new(log);

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        var persisted = false;
        try
        {
            var user = authenticator.Authenticate(http.Request);
            if (!await faults.InterceptAsync(http))
                persisted = await RouteAsync(http, user);
        }
        catch (StatusException refusal)
        {
            await RefuseAsync(http, refusal);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (BadHttpRequestException exception)
        {
            await RefuseAsync(http, StatusException.BadRequest(exception.Message));
        }
        catch (Exception exception)
        {
            await RefuseAsync(http, new StatusException(HttpStatusCode.InternalServerError, "InternalError", $"Internal error occurred: {exception}"));
        }
        finally
        {
            if (!http.Request.Path.StartsWithSegments("/sandbox", StringComparison.Ordinal))
                Note(http, persisted);
        }
    }

    private async Task<bool> RouteAsync(HttpContext http, UserInfo user)
    {
        var segments = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (segments)
        {
            case ["api"] or ["apis"]:
                await _discovery.RootAsync(http, segments[0] == "api");
                return false;
            case ["api" or "apis", ..] when RequestPath.Parse(segments) is { } path:
                return await ResourceAsync(http, user, path);
            case [] or ["index.html"]:
                await Answer.JsonAsync(http, HttpStatusCode.OK, DiscoveryDocuments.Paths(catalog.All));
                return false;
            case ["healthz" or "livez" or "readyz"] when http.Request.Query.ContainsKey("verbose"):
                await Answer.TextAsync(http, HttpStatusCode.OK, $"{string.Concat(Checks.Select(check => $"[+]{check} ok\n"))}{segments[0]} check passed\n");
                return false;
            case ["healthz" or "livez" or "readyz"]:
            case ["healthz" or "livez" or "readyz", var name] when Checks.Contains(name):
                await Answer.TextAsync(http, HttpStatusCode.OK, "ok");
                return false;
            case ["sandbox", "faults"]:
                await faults.AnswerAsync(http);
                return false;
            case ["sandbox", ..]:
                await _admin.AnswerAsync(http, segments);
                return false;
            case ["openapi", ..]:
                await _openApi.AnswerAsync(http, segments);
                return false;
            case ["version"]:
                await Answer.JsonAsync(http, HttpStatusCode.OK, version.ToJson());
                return false;
            default:
                await Answer.PageNotFoundAsync(http);
                return false;
        }
    }

    private async Task<bool> ResourceAsync(HttpContext http, UserInfo user, RequestPath path)
    {
        if (path.Version is null)
            await _discovery.GroupAsync(http, path.Group);
        else if (path.Plural is null)
            await _discovery.VersionAsync(http, path.Group, path.Version);
        else if (catalog.Find(path.Group, path.Version, path.Plural) is { } resource && Fits(resource, path, http.Request.Method) && !faults.Hides(resource))
        {
            gate.Check(http.Request, user, path, resource);
            return await resources.AnswerAsync(new ApiCall(http, user, path, resource));
        }
        else if (catalog.BuiltInGroups.Contains(path.Group))
            throw ResourceEndpoint.NoSuchResource();
        else
            await Answer.PageNotFoundAsync(http);
        return false;
    }

    // An object of a namespace has one in its path; a cluster-scoped object has none. Custom objects are not even looked for across namespaces but to list them.
    private static bool Fits(ResourceDefinition resource, RequestPath path, string method) => resource.Namespaced
        ? path.Namespace is not null || (path.Name is null && (resource.Custom is null || method is "GET" or "HEAD"))
        : path.Namespace is null;

    private static async Task RefuseAsync(HttpContext http, StatusException refusal)
    {
        // Once a watch has begun there is no status left to send.
        if (http.Response.HasStarted)
            http.Abort();
        else
            await Answer.StatusAsync(http, refusal);
    }

    private void Note(HttpContext http, bool persisted)
    {
        var request = http.Request;
        log.Add(new RequestRecord(request.Method, request.Path.Value + request.QueryString.Value, http.Response.StatusCode, request.Query.ContainsKey("dryRun"), persisted,
            request.Headers.UserAgent.ToString(), time.GetUtcNow()));
    }
}
