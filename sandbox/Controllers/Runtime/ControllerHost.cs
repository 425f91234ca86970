using System.Collections.Frozen;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Cake.Istio.Sandbox.Controllers.Runtime;

/// <summary>Turns changes of the state into work for the controllers: one queue, several workers, never the same key twice at once.</summary>
internal sealed partial class ControllerHost : IDisposable
{
    private const int Workers = 8;

    private readonly Channel<StateChange> _changes = Channel.CreateUnbounded<StateChange>(new UnboundedChannelOptions { SingleReader = true });
    private readonly WorkQueue<(IController Controller, ObjectKey Key)> _queue;
    private readonly FrozenDictionary<ResourceKey, IController[]> _byResource;
    private readonly IController[] _watchingAll;
    private readonly IDisposable _subscription;
    private readonly Func<IEnumerable<StoredObject>> _existing;
    private readonly ILogger _logger;

    /// <summary>Begins to collect changes; nothing is worked on before <see cref="RunAsync"/> or <see cref="DrainAsync"/>.</summary>
    /// <param name="state">The cluster.</param>
    /// <param name="existing">What is there already: all of it is looked at once.</param>
    /// <param name="controllers">The controllers.</param>
    /// <param name="time">Where delays come from.</param>
    /// <param name="logger">Where unexpected failures are reported.</param>
    public ControllerHost(IClusterState state, Func<IEnumerable<StoredObject>> existing, IReadOnlyList<IController> controllers, TimeProvider time, ILogger logger)
    {
        _queue = new WorkQueue<(IController, ObjectKey)>(time);
        (_existing, _logger) = (existing, logger);
        _watchingAll = [.. controllers.Where(controller => controller.Watches.Count == 0)];
        _byResource = controllers.SelectMany(controller => controller.Watches.Select(resource => (resource, controller)))
            .GroupBy(pair => pair.resource, pair => pair.controller)
            .ToFrozenDictionary(group => group.Key, group => group.Concat(_watchingAll).ToArray());
        _subscription = state.Subscribe(change => _changes.Writer.TryWrite(change));
        foreach (var item in existing())
            _changes.Writer.TryWrite(new StateChange(StateChangeType.Added, item, null));
    }

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll([PumpAsync(cancellationToken), .. Enumerable.Range(0, Workers).Select(_ => WorkAsync(cancellationToken))]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host is stopping: what is not done yet is found again by the next one.
        }
    }

    /// <summary>Works until nothing is left that is due now.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_changes.Reader.TryRead(out var change))
                Dispatch(change);
            if (!_queue.TryTake(out var item))
                return;
            await ProcessAsync(item, cancellationToken);
        }
    }

    /// <summary>Has every object looked at again, for something beyond the objects has changed.</summary>
    public void Resync()
    {
        foreach (var item in _existing())
            _changes.Writer.TryWrite(new StateChange(StateChangeType.Modified, item, item));
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _queue.Dispose();
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in _changes.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                Dispatch(change);
            }
            catch (Exception exception)
            {
                // One change that a controller cannot read must not end the work on all others.
                Log.Lost(_logger, exception, change.Resource, change.Name);
            }
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _queue.WaitAsync(cancellationToken);
            if (_queue.TryTake(out var item))
                await ProcessAsync(item, cancellationToken);
        }
    }

    private void Dispatch(StateChange change)
    {
        foreach (var controller in _byResource.GetValueOrDefault(change.Resource, _watchingAll))
        {
            foreach (var key in controller.KeysFor(change))
                _queue.Add((controller, key));
        }
    }

    private async Task ProcessAsync((IController Controller, ObjectKey Key) item, CancellationToken cancellationToken)
    {
        try
        {
            var again = await item.Controller.ReconcileAsync(item.Key, cancellationToken);
            _queue.Forget(item);
            if (again is { } delay)
                _queue.AddAfter(item, delay);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (exception is not RetryException and not Errors.StatusException)
                Log.Failed(_logger, exception, item.Controller.GetType().Name, item.Key);
            _queue.Retry(item);
        }
        finally
        {
            _queue.Done(item);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Controller} failed on {Key} and will look at it again")]
        public static partial void Failed(ILogger logger, Exception exception, string controller, ObjectKey key);

        [LoggerMessage(Level = LogLevel.Error, Message = "A change of {Resource} {Name} cannot be told to the controllers")]
        public static partial void Lost(ILogger logger, Exception exception, ResourceKey resource, string name);
    }
}
