using Microsoft.AspNetCore.Http;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>Who owns what a request writes.</summary>
internal static class FieldManagerName
{
    private const int MaxLength = 128;

    /// <summary>The <c>fieldManager</c> parameter, or the User-Agent up to its slash.</summary>
    public static string Of(HttpRequest request)
    {
        var given = request.Query["fieldManager"].ToString();
        if (given.Length > 0)
            return given;
        var agent = request.Headers.UserAgent.ToString();
        var name = agent.Split('/')[0];
        return new string([.. name.Where(letter => !char.IsControl(letter)).Take(MaxLength)]);
    }
}
