using Microsoft.AspNetCore.Http;

namespace Cake.Istio.Sandbox.Faults;

/// <summary>Lets requests fail before anything else looks at them.</summary>
internal sealed class FaultInterceptor(FaultSet faults, TimeProvider time)
{
    /// <summary>Delays, drops or answers a request as the faults ask for.</summary>
    /// <returns>Whether the request is done with.</returns>
    /// <exception cref="StatusException">The request is to be answered with a status.</exception>
    public async Task<bool> InterceptAsync(HttpContext http)
    {
        var (method, path) = (http.Request.Method, http.Request.Path.Value ?? "");
        foreach (var (armed, fault) in faults.Faults<Fault.Latency>().Where(item => item.Armed.Hit(item.Fault.Filter, method, path)))
            await Task.Delay(fault.From + ((fault.To - fault.From) * armed.Fraction), time, http.RequestAborted);
        if (faults.Faults<Fault.Drop>().Any(item => item.Armed.Hit(item.Fault.Filter, method, path)))
        {
            http.Abort();
            return true;
        }
        var status = faults.Faults<Fault.Status>().FirstOrDefault(item => item.Armed.Hit(item.Fault.Filter, method, path)).Fault;
        if (status is not null)
            throw Refusal(status);
        return IsWatch(http.Request) && await InterceptWatchAsync(http, method, path);
    }

    private async Task<bool> InterceptWatchAsync(HttpContext http, string method, string path)
    {
        if (faults.Faults<Fault.WatchGone>().Any(item => item.Armed.Hit(item.Fault.Filter, method, path)))
        {
            var gone = new JsonObject { ["type"] = "ERROR", ["object"] = StatusException.Expired("too old resource version: 1 (2)").ToStatus() };
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(gone.ToJsonString() + "\n", http.RequestAborted);
            return true;
        }
        var cut = faults.Faults<Fault.WatchCut>().FirstOrDefault(item => item.Armed.Hit(item.Fault.Filter, method, path)).Fault;
        if (cut is not null)
            http.Response.RegisterForDispose(time.CreateTimer(_ => http.Abort(), null, cut.After, Timeout.InfiniteTimeSpan));
        return false;
    }

    private static bool IsWatch(HttpRequest request) => request.Query["watch"].ToString() is "true" or "1";

    private static StatusException Refusal(Fault.Status fault)
    {
        var (reason, message) = fault.Code switch
        {
            400 => ("BadRequest", "the server rejected our request for an unknown reason"),
            401 => ("Unauthorized", "Unauthorized"),
            403 => ("Forbidden", "forbidden by a fault of the sandbox"),
            404 => ("NotFound", "the server could not find the requested resource"),
            409 => ("Conflict", "the server reported a conflict"),
            429 => ("TooManyRequests", "the server has received too many requests and has asked us to try again later"),
            500 => ("InternalError", "Internal error occurred: etcdserver: leader changed"),
            503 => ("ServiceUnavailable", "the server is currently unable to handle the request"),
            504 => ("Timeout", "the server was unable to return a response in the time allotted, but may still be processing the request"),
            _ => ("", $"the server responded with the status code {fault.Code}"),
        };
        return new StatusException((HttpStatusCode)fault.Code, reason, message) { RetryAfterSeconds = fault.RetryAfter };
    }
}
