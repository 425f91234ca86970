using Cake.Core;
using Cake.Istio.Settings;

namespace Cake.Istio.Frosting.Options;

/// <summary>The options of a run, with what was written for them.</summary>
public sealed class OptionValues
{
    private readonly Dictionary<string, OptionValue?> _values;

    internal OptionValues(ICakeContext context, IReadOnlyList<MeshOption> options)
    {
        Options = options;
        _values = options.ToDictionary(option => option.Name, option => OptionReader.Read(context, option));
    }

    /// <summary>The options, in the order of the help.</summary>
    public IReadOnlyList<MeshOption> Options { get; }

    /// <summary>What was written for an option, or null where its default holds.</summary>
    /// <param name="name">The option's name.</param>
    public OptionValue? this[string name] => _values[name];

    /// <summary>Binds and checks every value.</summary>
    /// <exception cref="Errors.MeshException">MESH1001: a value cannot be used.</exception>
    internal MeshSettings Bind() => Options
        .Aggregate(new MeshSettings(), (settings, option) => this[option.Name] is { } value ? option.Bind(settings, value) : settings)
        .Validate();
}
