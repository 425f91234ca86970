using System.Text.RegularExpressions;

namespace Cake.Istio.Sandbox.Faults;

/// <summary>Reads the compact form of faults, <see cref="SandboxFaults.Grammar"/>. A comma before the name of another fault divides as a semicolon does.</summary>
internal static partial class FaultText
{
    private const string Kinds = "status, latency, drop, watch-cut, watch-gone, pod, crd-delay, crd-lag, load-balancer, deny, seed";

    /// <summary>Reads faults.</summary>
    /// <exception cref="FormatException">The text is not in that form; the message says what is allowed.</exception>
    public static IReadOnlyList<Fault> Parse(string text) =>
        [.. Divider().Split(text).Select(part => part.Trim()).Where(part => part.Length > 0).Select(ParseOne)];

    [GeneratedRegex(@";|,(?=\s*(status|latency|drop|watch-cut|watch-gone|pod|crd-delay|crd-lag|load-balancer|deny|seed)\s*(=|,|;|$))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Divider();

    private static Fault ParseOne(string text)
    {
        var parts = new FaultParts(text);
        Fault fault = parts.Kind switch
        {
            "status" => new Fault.Status(text, Filter(parts), StatusCode(parts), parts.TakeNumber("retry-after")),
            "latency" => Latency(text, parts),
            "drop" => new Fault.Drop(text, Filter(parts)),
            "watch-cut" => new Fault.WatchCut(text, Filter(parts), parts.Time(parts.Value)),
            "watch-gone" => new Fault.WatchGone(text, Filter(parts)),
            "pod" => new Fault.Pod(text, parts.Pattern(parts.Value), parts.TakePattern("namespace"), Failure(parts), parts.TakeTime("for")),
            "crd-delay" => new Fault.DefinitionDelay(text, parts.TakePattern("name"), parts.Time(parts.Value)),
            "crd-lag" => new Fault.DefinitionLag(text, parts.TakePattern("name"), parts.Time(parts.Value)),
            "load-balancer" => LoadBalancer(text, parts),
            "deny" => Deny(text, parts),
            "seed" => new Fault.Seed(text, parts.Number(parts.Value)),
            _ => throw parts.Wrong($"there is no fault '{parts.Kind}'; there are {Kinds}"),
        };
        parts.RefuseRest();
        return fault;
    }

    private static RequestFilter Filter(FaultParts parts)
    {
        var share = parts.Take("share");
        if (!double.TryParse(share ?? "1", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var part) || part is < 0 or > 1)
            throw parts.Wrong($"share is a number from 0 to 1, not '{share}'");
        return new RequestFilter(parts.TakePattern("method"), parts.Take("path") is { } path ? parts.Pattern(path) : new Pattern("/api*"), part, parts.TakeNumber("times"));
    }

    private static int StatusCode(FaultParts parts) =>
        parts.Number(parts.Value) is >= 400 and <= 599 and var code ? code : throw parts.Wrong($"a status is from 400 to 599, not '{parts.Value}'");

    private static Fault.Latency Latency(string text, FaultParts parts)
    {
        var range = parts.Value.Split("..");
        var from = parts.Time(range[0]);
        var to = range.Length > 1 ? parts.Time(range[1]) : from;
        return to < from ? throw parts.Wrong("the second time is shorter than the first") : new Fault.Latency(text, Filter(parts), from, to);
    }

    private static PodFailure Failure(FaultParts parts)
    {
        var reason = parts.Take("reason");
        return Enum.GetNames<PodFailure>().Contains(reason) && Enum.TryParse<PodFailure>(reason, out var failure)
            ? failure
            : throw parts.Wrong($"reason is one of {string.Join(", ", Enum.GetNames<PodFailure>())}, not '{reason}'");
    }

    private static Fault.LoadBalancer LoadBalancer(string text, FaultParts parts)
    {
        var address = parts.Take("address") ?? "203.0.113.10";
        if (!IPAddress.TryParse(address, out _))
            throw parts.Wrong($"address is an IP address, not '{address}'");
        return new Fault.LoadBalancer(text, parts.Value == "never" ? null : parts.Time(parts.Value), address);
    }

    private static Fault.Deny Deny(string text, FaultParts parts)
    {
        var colon = parts.Value.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 || colon == parts.Value.Length - 1
            ? throw parts.Wrong($"deny names verbs and a resource, such as deny=create|patch:deployments.apps, not '{parts.Value}'")
            : new Fault.Deny(text, parts.Pattern(parts.Value[..colon]), parts.Pattern(parts.Value[(colon + 1)..]), parts.TakePattern("namespace"));
    }
}
