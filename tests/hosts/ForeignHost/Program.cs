using Cake.Frosting;
using Cake.Istio.Frosting;
using ForeignHost;

return new CakeHost()
    .AddAssembly(typeof(MeshContext).Assembly)
    .UseContext<ForeignContext>()
    .UseLifetime<ForeignLifetime>()
    .UseCakeSetting("Foreign_Colour", "red")
    .UseCakeSetting("Foreign_Shape", "round")
    .Run(args);
