using Cake.Frosting;

namespace Cake.Istio.Frosting;

/// <summary>What runs without a target: the help, because an install is never the default.</summary>
[TaskName("Default")]
[TaskDescription("Prints the help; nothing is installed without a target")]
[IsDependentOn(typeof(HelpTask))]
public sealed class DefaultTask : AsyncFrostingTask<MeshContext>;
