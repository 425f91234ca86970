namespace Cake.Istio.Releases;

/// <summary>Runs the <c>istioctl</c> that a release brings.</summary>
public interface IIstioctl
{
    /// <summary>Renders the release's manifest: <c>istioctl manifest generate</c>.</summary>
    /// <param name="program">The release's own <c>bin/istioctl</c>.</param>
    /// <param name="set">What <c>--set</c> says, such as <c>profile=demo</c>; a later one wins.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="Errors.MeshException"><see cref="Errors.ErrorCode.IstioctlFailed"/>, with the program's own words.</exception>
    Task<string> GenerateAsync(string program, IReadOnlyList<string> set, CancellationToken cancellationToken);
}
