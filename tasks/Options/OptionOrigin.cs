namespace Cake.Istio.Frosting.Options;

/// <summary>Where an option's value comes from; the later one beats the earlier one; without any the default holds.</summary>
public enum OptionOrigin
{
    /// <summary>The <c>[Mesh]</c> section of <c>cake.config</c>.</summary>
    Configuration,

    /// <summary>An environment variable named <c>CAKE_MESH_NAME</c>.</summary>
    Environment,

    /// <summary>The command line: <c>--name=value</c>, or <c>--mesh_name=value</c> in the way of Cake's configuration.</summary>
    Argument,
}
