using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.IO;

namespace Cake.Frosting.Internal;

internal sealed record FrostingConfigurationValue(string Key, string Value);

internal sealed class FrostingConfiguration(
    IEnumerable<FrostingConfigurationValue> values,
    IFileSystem fileSystem,
    ICakeEnvironment environment,
    ICakeArguments arguments) : ICakeConfiguration
{
    private readonly ICakeConfiguration _configuration = new CakeConfigurationProvider(fileSystem, environment).CreateConfiguration(
        environment.WorkingDirectory,
        values.GroupBy(value => value.Key, StringComparer.OrdinalIgnoreCase).Select(group => KeyValuePair.Create(group.Key, group.Last().Value)),
        arguments.GetArguments().ToDictionary(argument => argument.Key, argument => argument.Value.FirstOrDefault() ?? ""));

    public string GetValue(string key) => _configuration.GetValue(key);
}
