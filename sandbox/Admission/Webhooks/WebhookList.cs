using System.Collections.Immutable;

namespace Cake.Istio.Sandbox.Admission.Webhooks;

/// <summary>The webhooks of all stored configurations of a kind, by the configurations' names; read again only after a change.</summary>
internal sealed class WebhookList : IDisposable
{
    private readonly IClusterState _state;
    private readonly ResourceKey _resource;
    private readonly IDisposable _subscription;
    private volatile StrongBox? _webhooks;

    /// <summary>Begins to follow the configurations.</summary>
    public WebhookList(IClusterState state, ResourceKey resource)
    {
        (_state, _resource) = (state, resource);
        _subscription = state.Subscribe(change =>
        {
            if (change.Resource == resource)
                _webhooks = null;
        });
    }

    /// <summary>The webhooks in the order they are called.</summary>
    public ImmutableArray<Webhook> Current => (_webhooks ??= Read()).Webhooks;

    public void Dispose() => _subscription.Dispose();

    private StrongBox Read() => new([.. _state.List(_resource).SelectMany(configuration => configuration.Objects("webhooks")).Select(webhook => new Webhook(webhook))]);

    private sealed record StrongBox(ImmutableArray<Webhook> Webhooks);
}
