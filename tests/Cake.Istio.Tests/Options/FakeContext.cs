using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Tooling;
using Cake.Istio.Tests.Cluster;

namespace Cake.Istio.Tests.Options;

/// <summary>The context of a run that was given arguments, environment variables and configuration.</summary>
internal sealed class FakeContext(params string[] arguments) : ICakeContext, ICakeConfiguration
{
    public Dictionary<string, string> Configured { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, string> Variables => ((FakeEnvironment)Environment).Variables;

    public ICakeEnvironment Environment { get; } = new FakeEnvironment("/work");

    public ICakeArguments Arguments { get; } = new CakeArguments(arguments
        .Select(argument => argument.Split('=', 2))
        .ToLookup(parts => parts[0], parts => parts.Length > 1 ? parts[1] : "", StringComparer.OrdinalIgnoreCase));

    public ICakeConfiguration Configuration => this;

    public ICakeLog Log { get; } = new FakeLog();

    public IFileSystem FileSystem => throw new NotSupportedException();

    public IGlobber Globber => throw new NotSupportedException();

    public IProcessRunner ProcessRunner => throw new NotSupportedException();

    public IRegistry Registry => throw new NotSupportedException();

    public IToolLocator Tools => throw new NotSupportedException();

    public ICakeDataResolver Data => throw new NotSupportedException();

    public IToolInstaller ToolInstaller => throw new NotSupportedException();

    public IServiceProvider ServiceProvider => throw new NotSupportedException();

    public string? GetValue(string key) => Configured.GetValueOrDefault(key);
}
