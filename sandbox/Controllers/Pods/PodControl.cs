namespace Cake.Istio.Sandbox.Controllers.Pods;

/// <summary>Creates and deletes the Pods of a workload and says so in its events.</summary>
internal sealed class PodControl(WriteExecutor writes)
{
    /// <summary>Creates Pods until one is refused.</summary>
    /// <returns>The refusal; null when all were created.</returns>
    public async Task<StatusException?> CreateAsync(JsonObject owner, IEnumerable<JsonObject> pods, CancellationToken cancellationToken)
    {
        foreach (var pod in pods)
        {
            try
            {
                var created = await writes.CreateAsync(Resources.Pods, pod, cancellationToken);
                await writes.ApplyAsync([new Write.Emit(owner, "SuccessfulCreate", $"Created pod: {created.Name()}")], cancellationToken);
            }
            catch (StatusException refusal)
            {
                await writes.ApplyAsync([new Write.Emit(owner, "FailedCreate", $"Error creating: {refusal.Message}") { IsWarning = true }], cancellationToken);
                return refusal;
            }
        }
        return null;
    }

    /// <summary>Deletes Pods.</summary>
    public Task DeleteAsync(JsonObject owner, IEnumerable<JsonObject> pods, CancellationToken cancellationToken) => writes.ApplyAsync(
        pods.SelectMany(pod => (Write[])[new Write.Delete(Resources.Pods, pod), new Write.Emit(owner, "SuccessfulDelete", $"Deleted pod: {pod.Name()}")]),
        cancellationToken);
}
