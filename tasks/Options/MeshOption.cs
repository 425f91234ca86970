using Cake.Istio.Settings;

namespace Cake.Istio.Frosting.Options;

/// <summary>An option of the command line, the environment and <c>cake.config</c>.</summary>
/// <param name="Name">The name, as in <c>--istio-version</c>.</param>
/// <param name="Default">The default, as the help shows it.</param>
/// <param name="Meaning">What it decides, as one line of help.</param>
/// <param name="Bind">Puts the value into the settings; throws where it is not usable.</param>
public sealed record MeshOption(string Name, string Default, string Meaning, Func<MeshSettings, OptionValue, MeshSettings> Bind)
{
    /// <summary>Whether it may be given more than once. In the environment and in <c>cake.config</c> a semicolon divides its values.</summary>
    public bool Repeats { get; init; }

    /// <summary>The tasks that look at the option; on a run without any of them it is refused on the command line. Default: none, which means every task.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The environment variable of the same meaning, such as <c>CAKE_MESH_ISTIO_VERSION</c>.</summary>
    public string Variable => VariableOf(Name);

    /// <summary>The key in Cake's configuration, such as <c>Mesh_istio-version</c>.</summary>
    public string Key => $"Mesh_{Name}";

    /// <summary>An option that decides something outside the settings.</summary>
    /// <param name="name">The name.</param>
    /// <param name="default">The default, as the help shows it.</param>
    /// <param name="meaning">What it decides.</param>
    /// <param name="check">Throws where the value is not usable.</param>
    public static MeshOption Outside(string name, string @default, string meaning, Action<OptionValue> check) => new(name, @default, meaning, (settings, value) =>
    {
        check(value);
        return settings;
    });

    /// <summary>The environment variable of an option's name.</summary>
    /// <param name="name">The name.</param>
    public static string VariableOf(string name) => $"CAKE_MESH_{name.ToUpperInvariant().Replace('-', '_')}";
}
