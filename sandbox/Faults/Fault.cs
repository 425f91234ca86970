namespace Cake.Istio.Sandbox.Faults;

/// <summary>Something that is to go wrong.</summary>
/// <param name="Text">The compact form it was read from.</param>
internal abstract record Fault(string Text)
{
    /// <summary>Requests are answered with a status.</summary>
    internal sealed record Status(string Text, RequestFilter Filter, int Code, int? RetryAfter) : Fault(Text);

    /// <summary>Requests are answered late.</summary>
    internal sealed record Latency(string Text, RequestFilter Filter, TimeSpan From, TimeSpan To) : Fault(Text);

    /// <summary>Connections are dropped without an answer.</summary>
    internal sealed record Drop(string Text, RequestFilter Filter) : Fault(Text);

    /// <summary>Watches are cut off after a while.</summary>
    internal sealed record WatchCut(string Text, RequestFilter Filter, TimeSpan After) : Fault(Text);

    /// <summary>Watches are told that their resourceVersion is too old.</summary>
    internal sealed record WatchGone(string Text, RequestFilter Filter) : Fault(Text);

    /// <summary>Pods do not get ready.</summary>
    /// <param name="Text">The compact form.</param>
    /// <param name="Name">A pattern of their names.</param>
    /// <param name="Namespace">A pattern of their namespaces.</param>
    /// <param name="Failure">How they fail.</param>
    /// <param name="For">How long after their creation; null for ever.</param>
    internal sealed record Pod(string Text, Pattern Name, Pattern Namespace, PodFailure Failure, TimeSpan? For) : Fault(Text);

    /// <summary>CustomResourceDefinitions are established late.</summary>
    internal sealed record DefinitionDelay(string Text, Pattern Name, TimeSpan Delay) : Fault(Text);

    /// <summary>Custom resources answer 404 for a while although their definition is established.</summary>
    internal sealed record DefinitionLag(string Text, Pattern Name, TimeSpan Lag) : Fault(Text);

    /// <summary>The cluster has a load balancer provider.</summary>
    /// <param name="Text">The compact form.</param>
    /// <param name="Delay">When a Service gets its address; null for never.</param>
    /// <param name="Address">The first address.</param>
    internal sealed record LoadBalancer(string Text, TimeSpan? Delay, string Address) : Fault(Text);

    /// <summary>Requests are refused for want of rights.</summary>
    /// <param name="Text">The compact form.</param>
    /// <param name="Verbs">A pattern of the verbs.</param>
    /// <param name="Resource">A pattern of <c>resource.group</c>, with <c>/subresource</c> where one is meant.</param>
    /// <param name="Namespace">A pattern of the namespace; cluster-scoped requests have an empty one.</param>
    internal sealed record Deny(string Text, Pattern Verbs, Pattern Resource, Pattern Namespace) : Fault(Text);

    /// <summary>Where the shares begin to be drawn.</summary>
    internal sealed record Seed(string Text, int Value) : Fault(Text);
}
