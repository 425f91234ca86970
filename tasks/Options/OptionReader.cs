using Cake.Core;
using Cake.Istio.Errors;

namespace Cake.Istio.Frosting.Options;

/// <summary>Finds what was written for an option: argument over environment over <c>cake.config</c>.</summary>
/// <remarks>Cake's own configuration lets the file beat the environment, so the environment is read directly.</remarks>
internal static class OptionReader
{
    /// <summary>Reads an option; null where nothing was written.</summary>
    /// <exception cref="MeshException">MESH1001: it was given twice.</exception>
    public static OptionValue? Read(ICakeContext context, MeshOption option)
    {
        var arguments = context.Arguments.GetArguments(option.Name);
        if (arguments.Count > 1)
            throw new MeshException(ErrorCode.InvalidOption, $"--{option.Name} was given {arguments.Count} times", $"Give --{option.Name} once");
        if (arguments.Count == 1)
            return new OptionValue(option.Name, arguments.Single() ?? "", OptionOrigin.Argument);

        if (context.Environment.GetEnvironmentVariable(option.Variable) is { Length: > 0 } variable)
            return new OptionValue(option.Name, variable, OptionOrigin.Environment);

        return context.Configuration.GetValue(option.Key) is { Length: > 0 } configured
            ? new OptionValue(option.Name, configured, OptionOrigin.Configuration)
            : null;
    }
}
