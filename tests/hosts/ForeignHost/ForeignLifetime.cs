using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;

namespace ForeignHost;

public sealed class ForeignLifetime : FrostingLifetime<ForeignContext>
{
    public override void Setup(ForeignContext context, ISetupContext info)
    {
        context.Log.Information("setup: {0}", string.Join(' ', info.TasksToExecute.Select(task => task.Name)));
        if (context.Arguments.HasArgument("break-setup"))
            throw new InvalidOperationException("setup is broken");
    }

    public override void Teardown(ForeignContext context, ITeardownContext info)
    {
        context.Log.Information("teardown: {0}", info.Successful);
        if (context.Arguments.HasArgument("break-teardown"))
            throw new InvalidOperationException("teardown is broken");
    }
}
