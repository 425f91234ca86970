using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Cake.Istio.Sandbox.Server;

/// <summary>Reads request bodies up to kube-apiserver's limit.</summary>
internal static class RequestBody
{
    private const int Limit = 3 * 1024 * 1024;

    /// <summary>The whole body.</summary>
    /// <exception cref="StatusException">413 beyond 3 MiB.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > Limit)
            throw TooLarge();
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > Limit)
                throw TooLarge();
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static StatusException TooLarge() =>
        new(HttpStatusCode.RequestEntityTooLarge, "RequestEntityTooLarge", $"Request entity too large: limit is {Limit}");
}
