using Cake.Core.Diagnostics;
using Cake.Frosting;

namespace ForeignHost;

/// <summary>Shows what of the command line and of the configuration arrives.</summary>
public sealed class ShowTask : AsyncFrostingTask<ForeignContext>
{
    public override async Task RunAsync(ForeignContext context)
    {
        await Task.Yield();
        foreach (var (name, values) in context.Arguments.GetArguments().OrderBy(argument => argument.Key, StringComparer.Ordinal))
            context.Log.Information("argument {0} = {1}", name, string.Join('|', values));
        foreach (var key in (string[])["Foreign_Colour", "foreign_shape", "Foreign_Size", "Foreign_Missing"])
            context.Log.Information("configuration {0} = {1}", key, context.Configuration.GetValue(key) ?? "nothing");
        context.Log.Information("folder {0}", context.Environment.WorkingDirectory.FullPath);
        context.Log.Verbose("a verbose line");
        context.Log.Debug("a diagnostic line");
    }
}
