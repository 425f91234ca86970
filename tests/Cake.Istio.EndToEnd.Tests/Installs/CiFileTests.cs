using Cake.Istio.EndToEnd.Tests.Processes;
using YamlDotNet.RepresentationModel;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>The commands of the GitHub Actions file that README offers, run as they are written there.</summary>
public sealed class CiFileTests : IDisposable
{
    private static readonly string CiFile = Path.Combine(TestPaths.Repository, "manifests", "ci", "github-actions.yml");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Its_commands_rehearse_install_and_verify()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are for bash.");
        await using var sandbox = await Sandbox.Sandbox.StartAsync(new(), TestContext.Current.CancellationToken);
        // In the copier's repository build.sh compiles; here the host is built already, and a folder of its own keeps the state.
        _folder.Write("build.sh", $"#!/usr/bin/env bash\nexec dotnet '{TestPaths.Host}' \"$@\"\n");
        await TestProcess.RunAsync("chmod", ["+x", Path.Combine(_folder.Path, "build.sh")]);
        var environment = new Dictionary<string, string?>
        {
            ["GITHUB_STEP_SUMMARY"] = Path.Combine(_folder.Path, "summary.md"),
            ["RUNNER_TEMP"] = _folder.Path,
            ["KUBECONFIG_FILE"] = await File.ReadAllTextAsync(sandbox.Kubeconfig, TestContext.Current.CancellationToken),
            // Which release is installed is the copier's cake.config to say.
            ["CAKE_MESH_ARCHIVE"] = Path.Combine(TestPaths.Repository, "manifests", "sample"),
        };

        var commands = Commands();
        foreach (var command in commands)
        {
            var result = await TestProcess.RunAsync("bash", ["-e", "-c", command.Replace("${{ vars.EXPECT_SERVER }}", $"{sandbox.Url}", StringComparison.Ordinal)], _folder.Path, environment);
            Assert.True(result.ExitCode == 0, $"{command}: {result.Output}{result.Error}");
        }

        Assert.Equal(3, commands.Count(command => command.StartsWith("./build.sh ", StringComparison.Ordinal)));
        Assert.Contains("15 pods", await File.ReadAllTextAsync(environment["GITHUB_STEP_SUMMARY"]!, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(sandbox.Requests, request => request.Persisted);
    }

    private static List<string> Commands()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(CiFile)));
        var jobs = (YamlMappingNode)yaml.Documents[0].RootNode["jobs"];
        return
        [
            .. from job in jobs.Children
               from step in (YamlSequenceNode)job.Value["steps"]
               from entry in ((YamlMappingNode)step).Children
               where $"{entry.Key}" == "run"
               select $"{entry.Value}",
        ];
    }
}
