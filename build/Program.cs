using Cake.Frosting;
using Cake.Istio.Frosting;

return new CakeHost()
    .AddAssembly(typeof(MeshContext).Assembly)
    .UseContext<MeshContext>()
    .UseLifetime<MeshLifetime>()
    .Run(args);
