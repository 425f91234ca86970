using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;

namespace ForeignHost;

public sealed class FailTask : AsyncFrostingTask<ForeignContext>
{
    public override Task RunAsync(ForeignContext context) => throw new InvalidOperationException("it broke");

    public override void Finally(ForeignContext context) => context.Log.Information("finally after Fail");
}

public sealed class FailManyTask : AsyncFrostingTask<ForeignContext>
{
    public override Task RunAsync(ForeignContext context) =>
        throw new AggregateException(new InvalidOperationException("one broke"), new InvalidOperationException("two broke"));
}

public sealed class FailWithCodeTask : FrostingTask<ForeignContext>
{
    public override void Run(ForeignContext context) => throw new CakeException(42, "it broke with 42");
}

[ContinueOnError]
public sealed class FailAndContinueTask : FrostingTask<ForeignContext>
{
    public override void Run(ForeignContext context) => throw new InvalidOperationException("it broke, but that is fine");
}

public sealed class FailAndHandleTask : FrostingTask<ForeignContext>
{
    public override void Run(ForeignContext context) => throw new InvalidOperationException("it broke");

    public override void OnError(Exception exception, ForeignContext context) => context.Log.Information("handled: {0}", exception.Message);
}

[IsDependentOn(typeof(FailAndContinueTask))]
[IsDependentOn(typeof(SkipTask))]
[IsDependentOn(typeof(GreetTask))]
public sealed class AfterTask : FrostingTask<ForeignContext>
{
    public override void Run(ForeignContext context) => context.Log.Information("after");
}

public sealed class SkipTask : FrostingTask<ForeignContext>, IFrostingTask
{
    public string SkippedMessage => "skipping is what it does";

    public override bool ShouldRun(ForeignContext context) => false;

    public override void Run(ForeignContext context) => context.Log.Information("never");
}

/// <summary>Not public to the host, so not a task.</summary>
internal sealed class HiddenTask : FrostingTask<ForeignContext>;

/// <summary>Needs a context that this host does not have.</summary>
public sealed class StrangerTask : FrostingTask<IStrangerContext>
{
    public override void Run(IStrangerContext context) => context.Log.Information("never");
}

public interface IStrangerContext : ICakeContext;
