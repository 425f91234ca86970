using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests.Bootstrap;

/// <summary>Runs build.ps1 in a PowerShell inside this process, which has the language but none of the usual commands.</summary>
[Collection(nameof(BuildPs1Tests))]
[CollectionDefinition(nameof(BuildPs1Tests), DisableParallelization = true)]
public sealed class BuildPs1Tests : IDisposable
{
    private readonly FakeRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void It_has_no_syntax_error()
    {
        Parser.ParseFile(Path.Combine(TestPaths.Repository, "build.ps1"), out var tokens, out var errors);

        Assert.Empty(errors.Select(error => $"{error.Extent.StartLineNumber}: {error.Message}"));
        Assert.NotEmpty(tokens);
    }

    [Fact]
    public void It_compiles_when_a_source_changed_and_passes_arguments_and_the_exit_code_through()
    {
        var first = Run("--target=Verify", "'with  blanks'", "'--'", "'--mode=strict'");
        var second = Run();
        _repository.Write("tasks/New.cs", "new");
        var third = Run();

        Assert.Equal(["argument <--target=Verify>", "argument <with  blanks>", "argument <-->", "argument <--mode=strict>", "42"], first[1..]);
        Assert.Equal("42", second[^1]);
        Assert.Equal("42", third[^1]);
        Assert.Equal(2, _repository.Compilations);
    }

    [Fact]
    public void A_missing_output_is_compiled_again()
    {
        Run();
        File.Delete(Path.Combine(_repository.Root, "build", "bin", "Release", "net10.0", "Library.dll"));
        Run();

        Assert.Equal(2, _repository.Compilations);
    }

    [Fact]
    public void A_preview_of_the_sdk_is_none()
    {
        var variables = _repository.Environment;
        variables["PATH"] = $"{variables["DOTNET_ROOT"]}:{Environment.GetEnvironmentVariable("PATH")}";
        variables["DOTNET_ROOT"] = _repository.PreviewSdk();

        Assert.Equal("42", RunWith(variables)[^1]);
        Assert.Equal(1, _repository.Compilations);
    }

    [Theory]
    [InlineData(".editorconfig")]
    [InlineData("Directory.Build.targets")]
    public async Task It_agrees_with_build_sh_on_what_has_changed(string file)
    {
        Run();
        var result = await TestProcess.RunAsync("bash", [Path.Combine(_repository.Root, "build.sh")], environment: _repository.Environment);
        _repository.Write(file, "new");
        await TestProcess.RunAsync("bash", [Path.Combine(_repository.Root, "build.sh")], environment: _repository.Environment);
        Run();

        Assert.Equal("", result.Error);
        Assert.Equal(2, _repository.Compilations);
    }

    private string[] Run(params string[] arguments) => RunWith(_repository.Environment, arguments);

    private string[] RunWith(Dictionary<string, string?> variables, params string[] arguments)
    {
        variables["FAKE_EXIT"] = "42";
        var before = variables.Keys.ToDictionary(name => name, Environment.GetEnvironmentVariable, StringComparer.Ordinal);
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        foreach (var (name, value) in variables)
            Environment.SetEnvironmentVariable(name, value);
        try
        {
            var lines = shell.AddScript($"& '{_repository.Root}/build.ps1' {string.Join(' ', arguments)}; $LASTEXITCODE").Invoke();
            Assert.Empty(shell.Streams.Error.Select(error => error.ToString()));
            return [.. lines.Select(line => line.ToString())];
        }
        finally
        {
            foreach (var (name, value) in before)
                Environment.SetEnvironmentVariable(name, value);
        }
    }
}
