using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>What a host is given before it runs.</summary>
public static class CakeHostExtensions
{
    /// <summary>Sets the context that the tasks get.</summary>
    /// <typeparam name="TContext">The context's type.</typeparam>
    /// <param name="host">The host.</param>
    public static CakeHost UseContext<TContext>(this CakeHost host)
        where TContext : class, IFrostingContext
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => services.AddSingleton<IFrostingContext, TContext>());
    }

    /// <summary>Sets what happens before the first and after the last task.</summary>
    /// <typeparam name="TLifetime">The lifetime's type.</typeparam>
    /// <param name="host">The host.</param>
    public static CakeHost UseLifetime<TLifetime>(this CakeHost host)
        where TLifetime : class, IFrostingLifetime
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => services.AddSingleton<IFrostingLifetime, TLifetime>());
    }

    /// <summary>Sets a configuration value that the environment, cake.config and the command line can override.</summary>
    /// <param name="host">The host.</param>
    /// <param name="key">The key, as <c>Section_Key</c>.</param>
    /// <param name="value">The value.</param>
    public static CakeHost UseCakeSetting(this CakeHost host, string key, string value)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => services.AddSingleton(new Internal.FrostingConfigurationValue(key, value)));
    }
}
