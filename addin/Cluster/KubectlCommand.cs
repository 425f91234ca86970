using Cake.Istio.Manifests;

namespace Cake.Istio.Cluster;

/// <summary>Commands to kubectl that a message can name as the way on.</summary>
internal static class KubectlCommand
{
    /// <summary>Gives <c>kubectl --context=prod delete deployment.apps/istiod -n istio-system</c>.</summary>
    /// <param name="target">The cluster.</param>
    /// <param name="verb">What to do.</param>
    /// <param name="subject">With which object.</param>
    public static string On(ClusterTarget target, string verb, ObjectRef subject) =>
        $"{target.Kubectl} {verb} {subject.Kind.ToLowerInvariant()}{(subject.Group.Length == 0 ? "" : $".{subject.Group}")}/{subject.Name}{(subject.Namespace is { } ns ? $" -n {ns}" : "")}";
}
