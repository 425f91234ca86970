namespace Cake.Istio.Cluster.Kubectl;

/// <summary>What <c>kubectl</c> said.</summary>
/// <param name="ExitCode">Zero where everything went well.</param>
/// <param name="Text">What it printed.</param>
/// <param name="Errors">The lines that it wrote to its standard error.</param>
public sealed record KubectlOutput(int ExitCode, string Text, IReadOnlyList<string> Errors);
