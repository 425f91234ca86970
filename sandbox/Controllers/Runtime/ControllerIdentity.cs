namespace Cake.Istio.Sandbox.Controllers.Runtime;

/// <summary>As whom a controller acts.</summary>
/// <param name="Manager">The field manager, such as <c>kube-controller-manager</c>.</param>
/// <param name="Component">The source of its events, such as <c>deployment-controller</c>.</param>
/// <param name="User">The user that admission sees, such as <c>system:serviceaccount:kube-system:deployment-controller</c>.</param>
internal sealed record ControllerIdentity(string Manager, string Component, string User)
{
    /// <summary>A controller of kube-controller-manager, which runs each under a service account of its own.</summary>
    public static ControllerIdentity OfControllerManager(string component) =>
        new("kube-controller-manager", component, $"system:serviceaccount:kube-system:{component}");

    /// <summary>The scheduler.</summary>
    public static ControllerIdentity Scheduler { get; } = new("kube-scheduler", "default-scheduler", "system:kube-scheduler");

    /// <summary>The agent of a node.</summary>
    public static ControllerIdentity Kubelet(string node) => new("kubelet", "kubelet", $"system:node:{node}");
}
