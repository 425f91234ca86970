using System.Reflection;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.Scripting;

namespace Cake.Frosting.Internal;

internal sealed class FrostingRunner(
    ICakeEngine engine,
    IFrostingContext context,
    ICakeLog log,
    IEnumerable<IFrostingTask> tasks,
    IFrostingLifetime? lifetime = null)
{
    public void Run(ScriptHost host, IEnumerable<string> targets, bool exclusive)
    {
        foreach (var task in tasks)
            Register(task);

        if (lifetime is not null)
        {
            engine.RegisterSetupAction(info => lifetime.Setup(context, info));
            engine.RegisterTeardownAction(info => lifetime.Teardown(context, info));
        }

        if (exclusive)
            host.Settings.UseExclusiveTarget();

        host.RunTargetsAsync(targets).GetAwaiter().GetResult();
    }

    private void Register(IFrostingTask task)
    {
        var type = task.GetType();
        log.Debug("Registering task: {0}", type.TaskName());
        if (!type.ContextType().IsInstanceOfType(context))
        {
            log.Warning("Task cannot be used since the context isn't convertible to {0}.", type.ContextType().FullName);
            return;
        }

        var builder = engine.RegisterTask(type.TaskName());
        if (type.GetCustomAttribute<TaskDescriptionAttribute>() is { } description)
            builder.Description(description.Description);

        if (type.Overrides(nameof(FrostingTask<>.Run), context.GetType()) || type.Overrides(nameof(AsyncFrostingTask<>.RunAsync), context.GetType()))
            builder.Does(task.RunAsync);

        if (type.Overrides(nameof(IFrostingTask.ShouldRun), context.GetType()))
            builder.WithCriteria(task.ShouldRun, task.SkippedMessage);

        if (type.IsDefined(typeof(ContinueOnErrorAttribute), inherit: false))
            builder.ContinueOnError();

        if (type.Overrides(nameof(IFrostingTask.OnError), typeof(Exception), context.GetType()))
            builder.OnError(exception => task.OnError(exception, context));

        if (type.Overrides(nameof(IFrostingTask.Finally), context.GetType()))
            builder.Finally(() => task.Finally(context));

        foreach (var dependency in type.GetCustomAttributes<IsDependentOnAttribute>())
            builder.IsDependentOn(NameOf(dependency.Task, "dependency"));

        foreach (var dependee in type.GetCustomAttributes<IsDependeeOfAttribute>())
            builder.IsDependeeOf(NameOf(dependee.Task, "reverse dependency"));
    }

    private static string NameOf(Type task, string role) => typeof(IFrostingTask).IsAssignableFrom(task)
        ? task.TaskName()
        : throw new FrostingException($"The {role} '{task.TaskName()}' is not a valid task.");
}
