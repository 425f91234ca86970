using System.Text.Json.Nodes;

namespace Cake.Istio.Cluster.Kubectl;

/// <summary>Applies objects with kubectl. What is asked for while a kubectl runs goes to the next one, all at once.</summary>
/// <remarks>
/// One kubectl takes as long for a stage as for an object. It says for certain which object it could not apply only where there is one, so what fails
/// is done again in halves; applying an object twice is the same as once.
/// </remarks>
internal sealed class KubectlApplier(IKubectl program, ClusterTarget target, RunDeadline deadline, RetryPipeline retry) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<KubectlWrite> _waiting = [];
    private readonly Lock _lock = new();

    /// <summary>Whether the server applies; else kubectl patches by what it applied last.</summary>
    public required bool IsServerSide { get; init; }

    /// <summary>Whether the server refuses unknown fields when asked to.</summary>
    public required bool Validates { get; init; }

    /// <summary>Applies an object.</summary>
    /// <param name="body">The object, which names itself.</param>
    /// <param name="options">Field manager, force, dry run.</param>
    /// <param name="cancel">Ends kubectl.</param>
    /// <returns>The object afterwards, or as it would be.</returns>
    /// <exception cref="ApiException">The server refused, in kubectl's words.</exception>
    /// <exception cref="Errors.MeshException">The server does not answer, or kubectl does not do what it is told.</exception>
    public async Task<JsonObject> ApplyAsync(JsonObject body, ApplyOptions options, CancellationToken cancel)
    {
        var write = new KubectlWrite(body, options);
        lock (_lock)
            _waiting.Add(write);
        // Who else is ready gets into the same kubectl.
        await Task.Yield();
        await _turn.WaitAsync(cancel);
        try
        {
            if (Take(write) is { Length: > 0 } batch)
                await RunAsync(batch, cancel);
        }
        finally
        {
            _turn.Release();
        }

        return await write.Result;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    // Nothing where another turn has already done it.
    private KubectlWrite[] Take(KubectlWrite write)
    {
        lock (_lock)
        {
            if (!_waiting.Contains(write))
                return [];
            var batch = _waiting.Where(other => other.Options == write.Options).ToArray();
            _waiting.RemoveAll(waiting => batch.Contains(waiting));
            return batch;
        }
    }

    // Gives the failure that no other object would escape, or null.
    private async Task<Exception?> RunAsync(KubectlWrite[] batch, CancellationToken cancel)
    {
        try
        {
            if (await retry.RunAsync(Request(batch), token => AttemptAsync(batch, token), cancel) is { } applied)
            {
                foreach (var (write, json) in batch.Zip(applied))
                    write.Finish(json);
                return null;
            }
        }
        catch (Exception failure)
        {
            var final = failure is ConnectionFailure lost ? ClusterErrors.Translate(lost, target, served: true) : failure;
            Fail(batch, final);
            return final is ApiException { Status.Code: not 401 } ? null : final;
        }

        var (first, second) = (batch[..(batch.Length / 2)], batch[(batch.Length / 2)..]);
        if (await RunAsync(first, cancel) is not { } hopeless)
            return await RunAsync(second, cancel);
        Fail(second, hopeless);
        return hopeless;
    }

    private static void Fail(KubectlWrite[] batch, Exception failure)
    {
        foreach (var write in batch)
            write.Fail(failure);
    }

    // Null where several did not go through; whether another try helps is decided for each alone.
    private async Task<IReadOnlyList<JsonObject>?> AttemptAsync(KubectlWrite[] batch, CancellationToken cancel)
    {
        using var manifest = await KubectlManifest.WriteAsync(batch, cancel);
        using var wait = deadline.Expecting(taken => $"kubectl apply of {Request(batch).Path}, which has not ended for {taken}");
        var output = await program.ApplyAsync(Command(batch, manifest), cancel);
        return output.ExitCode == 0 ? KubectlAnswer.Read(output, batch)
            : batch.Length > 1 ? null
            : throw KubectlFailure.Of(output, Request(batch), target);
    }

    private KubectlApply Command(KubectlWrite[] batch, KubectlManifest manifest) => new(manifest.File)
    {
        Kubeconfig = target.Kubeconfig,
        Context = string.Equals(target.Context, ClusterTarget.InCluster, StringComparison.Ordinal) ? null : target.Context,
        FieldManager = batch[0].Options.FieldManager,
        ServerSide = IsServerSide,
        ForceConflicts = IsServerSide && batch[0].Options.Force,
        DryRun = batch[0].Options.DryRun,
        Validate = Validates,
    };

    private static ApiRequest Request(KubectlWrite[] batch) =>
        new(HttpMethod.Patch, batch.Length == 1 ? $"{batch[0]}" : $"{batch.Length} objects") { KindIsNew = batch[0].Options.KindIsNew };
}
