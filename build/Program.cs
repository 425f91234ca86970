using Cake.Frosting;
using Cake.Istio.Build;
using Cake.Istio.Frosting;
using Cake.Istio.Frosting.Clusters;
using Cake.Istio.Frosting.Options;
using Microsoft.Extensions.DependencyInjection;

// Cake goes by TERM alone. These two render colours in a log.
if (Console.IsOutputRedirected && Environment.GetEnvironmentVariable("GITHUB_ACTIONS") is null && Environment.GetEnvironmentVariable("TF_BUILD") is null)
    Environment.SetEnvironmentVariable("NO_COLOR", "1");

await using var sandbox = new SandboxSource();
MeshOption[] options = [.. MeshOptions.All, .. sandbox.Options];
var working = Path.Combine(Environment.CurrentDirectory, CommandLine.FindWorkingFolder(args) ?? "");
var unknown = new CommandLine(options).FindUnknown(args)
    ?? CommandLine.FindUnknownTarget(args, TargetNames.Of(typeof(MeshContext).Assembly, typeof(SandboxTask).Assembly))
    ?? new OptionNames(options).FindUnknown(Environment.GetEnvironmentVariables(), [working, AppContext.BaseDirectory]);
if (unknown is not null)
{
    Console.Error.WriteLine(unknown);
    return 255;
}

var pending = new PendingChanges();
var exitCode = new CakeHost()
    .AddAssembly(typeof(MeshContext).Assembly)
    .UseShippedDefaults(options)
    .ConfigureServices(services => services.AddSingleton(pending).AddSingleton(sandbox).AddSingleton<IClusterSource>(sandbox))
    .UseContext<MeshContext>()
    .UseLifetime<MeshLifetime>()
    .Run(args);
return pending.Over(exitCode);
