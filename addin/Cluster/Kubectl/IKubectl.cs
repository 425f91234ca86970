namespace Cake.Istio.Cluster.Kubectl;

/// <summary>The program <c>kubectl</c>; a host decides how it is found and started.</summary>
public interface IKubectl
{
    /// <summary>Runs <c>kubectl version --client --output json</c>, which asks no server.</summary>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>What it said, or null where there is no kubectl that can be started.</returns>
    Task<KubectlOutput?> VersionAsync(CancellationToken cancellationToken);

    /// <summary>Runs <c>kubectl apply --filename … --output json</c>.</summary>
    /// <param name="command">What to apply, and how.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>What it said; a refusal is an exit code, not an exception.</returns>
    Task<KubectlOutput> ApplyAsync(KubectlApply command, CancellationToken cancellationToken);
}
