using System.Globalization;
using Cake.Istio.Errors;
using Cake.Istio.Reporting;

namespace Cake.Istio.Frosting.Options;

/// <summary>An option's value as it was written, and where.</summary>
/// <param name="Option">The option's name.</param>
/// <param name="Written">The value as it was written; empty for a bare flag.</param>
/// <param name="Origin">Where it was written.</param>
public sealed record OptionValue(string Option, string Written, OptionOrigin Origin)
{
    /// <summary>Its values, for an option that may be given more than once; else the one that was written.</summary>
    public IReadOnlyList<string> Values { get; init; } = [Written];

    /// <summary>The option's name as it was written on the command line.</summary>
    internal string Spelling { get; init; } = Option;

    /// <summary>Whether somebody asked for this value for this run, rather than a file or the default giving it.</summary>
    public bool IsGiven => Origin is OptionOrigin.Argument or OptionOrigin.Environment;

    /// <summary>The value as messages may show it: without user, password and query of a URL.</summary>
    public string Shown => ShownUrl.In(Written);

    /// <summary>The origin in words.</summary>
    public string OriginName => Origin switch
    {
        OptionOrigin.Argument => "argument",
        OptionOrigin.Environment => "environment",
        _ => "cake.config",
    };

    /// <summary>The value as text.</summary>
    /// <exception cref="MeshException">MESH1001: it is empty.</exception>
    public string ToText() => Written.Length > 0 ? Written : throw Invalid("text");

    /// <summary>The values as texts, in the order in which they were given.</summary>
    /// <exception cref="MeshException">MESH1001: one of them is empty.</exception>
    public IReadOnlyList<string> ToTexts() => Values.Any(value => value.Length == 0) ? throw (this with { Written = "" }).Invalid("text") : Values;

    /// <summary>The value as a yes or no; a bare flag is a yes.</summary>
    /// <exception cref="MeshException">MESH1001: it is neither.</exception>
    public bool ToFlag() => Written.ToUpperInvariant() switch
    {
        "" or "TRUE" => true,
        "FALSE" => false,
        _ => throw Invalid("true or false"),
    };

    /// <summary>The value as a whole number.</summary>
    /// <param name="minimum">The least.</param>
    /// <param name="maximum">The most.</param>
    /// <exception cref="MeshException">MESH1001: it is none, or out of range.</exception>
    public int ToNumber(int minimum, int maximum) =>
        int.TryParse(Written, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum
            ? number
            : throw Invalid($"a whole number from {minimum} to {maximum}");

    /// <summary>The value as a duration: <c>90s</c>, <c>10m</c>, <c>1h30m</c>.</summary>
    /// <exception cref="MeshException">MESH1001: it is none.</exception>
    public TimeSpan ToDuration() => Duration.TryParse(Written, out var duration)
        ? duration
        : throw Invalid("a duration such as 90s, 10m or 1h30m");

    /// <summary>The value as a duration that a wait can have: above zero.</summary>
    /// <param name="longest">The longest, in whole hours.</param>
    /// <exception cref="MeshException">MESH1001: it is none, or out of range.</exception>
    public TimeSpan ToDuration(TimeSpan longest) => ToDuration() is var duration && duration > TimeSpan.Zero && duration <= longest
        ? duration
        : throw Invalid(string.Create(CultureInfo.InvariantCulture, $"a duration above zero and up to {longest.TotalHours}h, such as 10m"));

    /// <summary>The value as one of an enumeration's names, in any case.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <exception cref="MeshException">MESH1001: it is none of them.</exception>
    public T ToChoice<T>()
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        var name = ToChoice(names);
        return Enum.Parse<T>(name);
    }

    /// <summary>The value as one of the given names, in any case.</summary>
    /// <param name="names">The names.</param>
    /// <exception cref="MeshException">MESH1001: it is none of them.</exception>
    public string ToChoice(IReadOnlyCollection<string> names) =>
        names.FirstOrDefault(name => name.Equals(Written, StringComparison.OrdinalIgnoreCase))
        ?? throw Invalid($"one of {string.Join(", ", names.Select(name => name.ToLowerInvariant()))}");

    private MeshException Invalid(string wanted) => new(
        ErrorCode.InvalidOption,
        Written.Length > 0 ? $"--{Spelling}={Shown} is not usable{Where}: it takes {wanted}" : $"--{Spelling} needs a value{Where}: it takes {wanted}",
        $"Give --{Option} as {wanted}");

    private string Where => Origin switch
    {
        OptionOrigin.Environment => $" (from the environment variable {MeshOption.VariableOf(Option)})",
        OptionOrigin.Configuration => " (from the [Mesh] section of cake.config)",
        _ => "",
    };
}
