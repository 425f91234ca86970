using Cake.Core.Diagnostics;
using Cake.Frosting;
using Cake.Istio.Frosting;

namespace ForeignHost;

/// <summary>Joins the graph of the mesh's tasks.</summary>
[TaskName("Greet")]
[TaskDescription("Greets before the help")]
[IsDependeeOf(typeof(HelpTask))]
public sealed class GreetTask : FrostingTask<ForeignContext>
{
    public override void Run(ForeignContext context) => context.Log.Information(context.Greeting);
}
