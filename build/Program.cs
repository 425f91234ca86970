using Cake.Frosting;
using Cake.Istio.Build;
using Cake.Istio.Frosting;
using Cake.Istio.Frosting.Options;

if (Console.IsOutputRedirected && Environment.GetEnvironmentVariable("CI") is null)
    Environment.SetEnvironmentVariable("NO_COLOR", "1");

if (new CommandLine(MeshOptions.All).FindUnknown(args) is { } unknown)
{
    Console.Error.WriteLine(unknown);
    return 255;
}

return new CakeHost()
    .AddAssembly(typeof(MeshContext).Assembly)
    .UseShippedDefaults(MeshOptions.All)
    .UseContext<MeshContext>()
    .UseLifetime<MeshLifetime>()
    .Run(args);
