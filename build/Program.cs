using Cake.Frosting;
using Cake.Istio.Build;
using Cake.Istio.Frosting;
using Cake.Istio.Frosting.Clusters;
using Cake.Istio.Frosting.Options;
using Microsoft.Extensions.DependencyInjection;

if (Console.IsOutputRedirected && Environment.GetEnvironmentVariable("CI") is null)
    Environment.SetEnvironmentVariable("NO_COLOR", "1");

await using var sandbox = new SandboxSource();
MeshOption[] options = [.. MeshOptions.All, .. sandbox.Options];
if (new CommandLine(options).FindUnknown(args) is { } unknown)
{
    Console.Error.WriteLine(unknown);
    return 255;
}

return new CakeHost()
    .AddAssembly(typeof(MeshContext).Assembly)
    .UseShippedDefaults(options)
    .ConfigureServices(services => services.AddSingleton(sandbox).AddSingleton<IClusterSource>(sandbox))
    .UseContext<MeshContext>()
    .UseLifetime<MeshLifetime>()
    .Run(args);
