using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.IO;
using Cake.Frosting;
using Cake.Istio.Frosting.Options;

namespace Cake.Istio.Build;

/// <summary>The <c>cake.config</c> beside <c>build.sh</c>.</summary>
internal static class CakeConfig
{
    /// <summary>Takes its <c>[Mesh]</c> section as defaults: Cake itself reads the file of the working directory only, and build.sh can be called from anywhere.</summary>
    public static CakeHost UseShippedDefaults(this CakeHost host, IEnumerable<MeshOption> options)
    {
        var environment = new CakeEnvironment(new CakePlatform(), new CakeRuntime());
        var shipped = new CakeConfigurationProvider(new FileSystem(), environment).CreateConfiguration(AppContext.BaseDirectory, new Dictionary<string, string>());
        foreach (var option in options)
        {
            if (shipped.GetValue(option.Key) is { Length: > 0 } value)
                host.UseCakeSetting(option.Key, value);
        }

        return host;
    }
}
