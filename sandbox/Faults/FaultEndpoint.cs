using Cake.Istio.Sandbox.Endpoints;
using Microsoft.AspNetCore.Http;

namespace Cake.Istio.Sandbox.Faults;

/// <summary>
/// Faults over HTTP: GET lists them with how often each hit, PUT puts the body's in place of all, POST adds the body's, DELETE ends all.
/// The body is plain text in the compact form of <see cref="FaultText"/>; line ends separate faults too.
/// </summary>
internal sealed class FaultEndpoint(FaultSet faults)
{
    /// <summary>The path.</summary>
    public const string Path = "/sandbox/faults";

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        switch (http.Request.Method)
        {
            case "GET":
                break;
            case "PUT":
                Change(faults.Replace, await BodyAsync(http));
                break;
            case "POST":
                Change(faults.Add, await BodyAsync(http));
                break;
            case "DELETE":
                faults.Replace("");
                break;
            default:
                throw new StatusException(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed", $"{Path} answers GET, PUT, POST and DELETE");
        }
        var list = new JsonArray([.. faults.Armed.Select(armed => new JsonObject { ["fault"] = armed.Fault.Text, ["hits"] = armed.Hits })]);
        await Answer.JsonAsync(http, HttpStatusCode.OK, new JsonObject { ["faults"] = list });
    }

    private static void Change(Action<string> change, string text)
    {
        try
        {
            change(text.ReplaceLineEndings(";"));
        }
        catch (FormatException exception)
        {
            throw StatusException.BadRequest(exception.Message);
        }
    }

    private static async Task<string> BodyAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(http.RequestAborted);
    }
}
