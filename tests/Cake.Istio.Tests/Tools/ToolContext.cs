using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Tooling;
using Cake.Istio.Tests.Cluster;

namespace Cake.Istio.Tests.Tools;

/// <summary>As much of Cake as a tool needs: real processes and files, a log that a test can read.</summary>
internal sealed class ToolContext : ICakeContext
{
    private readonly FakeLog _log = new();

    public ToolContext(string folder)
    {
        Environment = new FakeEnvironment(folder);
        var configuration = new CakeConfiguration(new Dictionary<string, string>());
        Tools = new ToolLocator(Environment, new ToolRepository(Environment), new ToolResolutionStrategy(FileSystem, Environment, Globber, configuration, _log));
        ProcessRunner = new ProcessRunner(FileSystem, Environment, _log, Tools, configuration);
    }

    public IEnumerable<(LogLevel Level, string Text)> Lines => _log.Lines;

    public IFileSystem FileSystem { get; } = new FileSystem();

    public ICakeEnvironment Environment { get; }

    public IGlobber Globber => new Globber(FileSystem, Environment);

    public ICakeLog Log => _log;

    public IProcessRunner ProcessRunner { get; }

    public IToolLocator Tools { get; }

    public ICakeArguments Arguments => throw new NotSupportedException();

    public IRegistry Registry => throw new NotSupportedException();

    public ICakeDataResolver Data => throw new NotSupportedException();

    public ICakeConfiguration Configuration => throw new NotSupportedException();

    public IToolInstaller ToolInstaller => throw new NotSupportedException();

    public IServiceProvider ServiceProvider => throw new NotSupportedException();
}
