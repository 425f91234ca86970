using Cake.Core;
using Cake.Istio.Errors;

namespace Cake.Istio.Frosting.Options;

/// <summary>Finds what was written for an option: argument over environment over <c>cake.config</c>.</summary>
/// <remarks>Cake's own configuration lets the file beat the environment, so the environment is read directly.</remarks>
internal static class OptionReader
{
    // A value of istioctl may hold a comma, and a line of cake.config ends at its end.
    private const char Divider = ';';

    /// <summary>Reads an option; null where nothing was written.</summary>
    /// <exception cref="MeshException">MESH1001: it was given twice and does not repeat.</exception>
    public static OptionValue? Read(ICakeContext context, MeshOption option)
    {
        string[] named = [.. context.Arguments.GetArguments(option.Name).Select(argument => argument ?? "")];
        // Cake's own way to set its configuration on the command line.
        string[] arguments = [.. named, .. context.Arguments.GetArguments(option.Key).Select(argument => argument ?? "")];
        if (arguments.Length > 1 && !option.Repeats)
            throw new MeshException(ErrorCode.InvalidOption, $"--{option.Name} was given {arguments.Length} times", $"Give --{option.Name} once");
        if (arguments.Length > 0)
            return new OptionValue(option.Name, string.Join(' ', arguments), OptionOrigin.Argument) { Values = arguments, Spelling = named.Length == 0 ? option.Key.ToLowerInvariant() : option.Name };

        if (context.Environment.GetEnvironmentVariable(option.Variable) is { Length: > 0 } variable)
            return Divided(option, variable, OptionOrigin.Environment);

        return context.Configuration.GetValue(option.Key) is { Length: > 0 } configured
            ? Divided(option, configured, OptionOrigin.Configuration)
            : null;
    }

    private static OptionValue Divided(MeshOption option, string written, OptionOrigin origin)
    {
        var value = new OptionValue(option.Name, written, origin);
        return option.Repeats ? value with { Values = written.Split(Divider, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) } : value;
    }
}
