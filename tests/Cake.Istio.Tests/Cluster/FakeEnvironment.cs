using Cake.Core;
using Cake.Core.IO;

namespace Cake.Istio.Tests.Cluster;

internal sealed class FakeEnvironment(string folder) : ICakeEnvironment
{
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public DirectoryPath WorkingDirectory { get; set; } = folder;

    public DirectoryPath ApplicationRoot => folder;

    public ICakePlatform Platform { get; } = new CakePlatform();

    public ICakeRuntime Runtime { get; } = new CakeRuntime();

    public DirectoryPath GetSpecialPath(SpecialPath path) => folder;

    public string? GetEnvironmentVariable(string variable) => Variables.GetValueOrDefault(variable);

    public IDictionary<string, string?> GetEnvironmentVariables() => Variables.ToDictionary(pair => pair.Key, pair => (string?)pair.Value);
}
