using Cake.Istio.Sandbox.Admission;

namespace Cake.Istio.Sandbox.Controllers.Runtime;

/// <summary>As whom a controller acts.</summary>
/// <param name="Manager">The field manager, such as <c>kube-controller-manager</c>.</param>
/// <param name="Component">The source of its events, such as <c>deployment-controller</c>.</param>
/// <param name="User">The user that admission sees.</param>
internal sealed record ControllerIdentity(string Manager, string Component, UserInfo User)
{
    /// <summary>The scheduler.</summary>
    public static ControllerIdentity Scheduler { get; } = new("kube-scheduler", "default-scheduler", new UserInfo("system:kube-scheduler", ["system:authenticated"]));

    /// <summary>The agents of the nodes.</summary>
    public static ControllerIdentity Kubelet { get; } = new("kubelet", "kubelet", new UserInfo("system:node:node-0", ["system:nodes", "system:authenticated"]));

    /// <summary>A controller of kube-controller-manager, which runs each under a service account of its own.</summary>
    public static ControllerIdentity OfControllerManager(string component) => OfServiceAccount("kube-controller-manager", component, "kube-system", component);

    /// <summary>A program that runs in the cluster.</summary>
    /// <param name="manager">Its field manager: the name of its binary.</param>
    /// <param name="component">The source of its events.</param>
    /// <param name="namespace">The namespace of its service account.</param>
    /// <param name="serviceAccount">Its service account.</param>
    public static ControllerIdentity OfServiceAccount(string manager, string component, string @namespace, string serviceAccount) => new(
        manager,
        component,
        new UserInfo($"system:serviceaccount:{@namespace}:{serviceAccount}", ["system:serviceaccounts", $"system:serviceaccounts:{@namespace}", "system:authenticated"]));
}
