using System.Text;
using Cake.Istio.Sandbox.Json;

namespace Cake.Istio.Sandbox.Tests.Fuzzing;

/// <summary>Breaks valid requests, each time in another way; the same seed breaks them in the same ways.</summary>
internal sealed class RequestMutation(Random random)
{
    private static readonly string[] ContentTypes =
    [
        "application/json", "application/yaml", "application/apply-patch+yaml", "application/merge-patch+json", "application/json-patch+json",
        "application/strategic-merge-patch+json", "text/plain", "application/vnd.kubernetes.protobuf", "x",
    ];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];
    private static readonly string[] Words = ["", "..", "status", "scale", "namespaces", "a%2Fb", "%00", "ÄÖ", "x\"y", new string('n', 300), "pods", "default", "v1beta1"];
    private static readonly string[] Queries =
    [
        "dryRun=All", "dryRun=None", "fieldManager=", "fieldManager=m", "force=true", "fieldValidation=Strict", "fieldValidation=Odd", "limit=1", "limit=-1", "limit=x",
        "labelSelector=%3D%3D", "labelSelector=a+in+(b", "labelSelector=!", "fieldSelector=spec.x%3D1", "continue=AAAA", "continue=%7B%7D", "resourceVersion=1",
        "resourceVersion=x", "propagationPolicy=Odd", "propagationPolicy=Foreground", "gracePeriodSeconds=-5", "container=none", "includeObject=Odd",
    ];

    private readonly TreeMutation _trees = new(random);

    /// <summary>A broken copy.</summary>
    public FuzzRequest Break(FuzzRequest request)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            request = random.Next(10) switch
            {
                0 => request with { Path = Segment(request.Path) },
                1 => request with { Path = request.Path + (request.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + Pick(Queries) },
                2 => request with { ContentType = Pick(ContentTypes) },
                3 => request with { Method = Pick(Methods) },
                4 => request with { Body = Bytes(request.Body) },
                _ => request with { Body = Tree(request.Body) },
            };
        return request.Method is "GET" or "HEAD" ? request with { Body = null } : request;
    }

    private string Segment(string path)
    {
        var parts = path.Split('?');
        var segments = parts[0].Split('/');
        segments[random.Next(1, segments.Length)] = Pick(Words);
        return string.Join('?', [string.Join('/', segments), .. parts[1..]]);
    }

    private byte[]? Tree(byte[]? body)
    {
        if (body is null)
            return random.Next(2) == 0 ? null : "{}"u8.ToArray();
        try
        {
            return Encoding.UTF8.GetBytes(_trees.Change(JsonTree.Read(body))?.ToJsonString() ?? "null");
        }
        catch (System.Text.Json.JsonException)
        {
            return Bytes(body);
        }
    }

    private byte[]? Bytes(byte[]? body)
    {
        if (body is not { Length: > 0 })
            return body;
        var changed = body.ToArray();
        switch (random.Next(4))
        {
            case 0:
                return changed[..random.Next(changed.Length)];
            case 1:
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
                return changed;
            case 2:
                return [.. changed, .. changed];
            default:
                var text = Encoding.UTF8.GetString(body);
                return Encoding.UTF8.GetBytes(text.Replace("\":", random.Next(2) == 0 ? "\":1,\"\":" : "\\ud800\":", StringComparison.Ordinal));
        }
    }

    private T Pick<T>(T[] items) => items[random.Next(items.Length)];
}
