using Cake.Core.Diagnostics;
using Cake.Frosting;
using Cake.Istio.Frosting;

namespace Cake.Istio.Build;

/// <summary>Serves the sandbox until Ctrl+C, for kubectl and for other runs, which attach to it.</summary>
/// <param name="source">The sandbox.</param>
[TaskName("Sandbox")]
[TaskDescription("Serves the sandbox until Ctrl+C")]
public sealed class SandboxTask(SandboxSource source) : AsyncFrostingTask<MeshContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(MeshContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var sandbox = await source.OpenAsync(context, context.Cancellation);
        if (sandbox.IsAttached)
            return;

        context.Log.Information("Serving until Ctrl+C. In another terminal: export KUBECONFIG={0}", sandbox.Kubeconfig);
        await Task.Delay(Timeout.Infinite, context.Cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
