using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Controllers.Runtime;
using Cake.Istio.Sandbox.Storage;
using Microsoft.Extensions.Logging;

namespace Cake.Istio.Sandbox.Tests.Controllers;

public sealed class ControllerHostTests
{
    [Fact]
    public async Task An_unexpected_failure_of_a_controller_is_told()
    {
        var (store, told) = (new ObjectStore(), new CollectingLogger());
        using var host = new ControllerHost(new ClusterState(store, TimeProvider.System), store.All, [new Broken()], TimeProvider.System, told);
        store.Create(Resources.ConfigMaps, "default", "a", Json.Object("""{"metadata":{"name":"a","namespace":"default"}}"""));

        await host.DrainAsync(TestContext.Current.CancellationToken);

        var (message, exception) = Assert.Single(told.Entries);
        Assert.Contains("Broken failed on ", message, StringComparison.Ordinal);
        Assert.Equal("told you", exception!.Message);
    }

    private sealed class Broken : IController
    {
        public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.ConfigMaps];

        public IEnumerable<ObjectKey> KeysFor(StateChange change) => [new ObjectKey(change.Namespace, change.Name)];

        public Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken) => throw new InvalidOperationException("told you");
    }

    private sealed class CollectingLogger : ILogger
    {
        public List<(string Message, Exception? Exception)> Entries { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Add((formatter(state, exception), exception));
    }
}
