using System.Globalization;
using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests.Bootstrap;

public sealed class BuildShTests : IDisposable
{
    private readonly FakeRepository _repository = new();
    private readonly TemporaryFolder _caller = new();

    public void Dispose()
    {
        _repository.Dispose();
        _caller.Dispose();
    }

    [Fact]
    public async Task It_compiles_once_and_then_only_runs()
    {
        var first = await RunAsync();
        var second = await RunAsync();

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Contains("Compiling", first.Error, StringComparison.Ordinal);
        Assert.Equal("", second.Error);
        Assert.Equal(1, _repository.Compilations);
        Assert.Equal($"compile in {_repository.Root}", File.ReadAllText(_repository.Calls).Trim());
    }

    [Theory]
    [InlineData("addin/A.cs")]
    [InlineData("manifests/sample/a.yaml")]
    [InlineData("global.json")]
    [InlineData("Directory.Packages.props")]
    [InlineData("Directory.Build.targets")]
    [InlineData("cake.config")]
    [InlineData("tasks/New.cs")]
    public async Task A_changed_or_new_file_is_compiled(string file)
    {
        await RunAsync();
        _repository.Write(file, "changed");
        await RunAsync();
        await RunAsync();

        Assert.Equal(2, _repository.Compilations);
    }

    [Fact]
    public async Task A_deleted_file_is_noticed()
    {
        await RunAsync();
        File.Delete(Path.Combine(_repository.Root, "tasks", "T.cs"));
        await RunAsync();

        Assert.Equal(2, _repository.Compilations);
    }

    [Fact]
    public async Task What_the_compiler_writes_is_no_source()
    {
        await RunAsync();
        _repository.Write("addin/obj/generated.cs", "changed");
        _repository.Write("build/bin/x/y.dll", "changed");
        await RunAsync();

        Assert.Equal(1, _repository.Compilations);
    }

    [Theory]
    [InlineData("Build.dll")]
    [InlineData("Library.dll")]
    public async Task A_missing_output_is_compiled_again(string file)
    {
        await RunAsync();
        File.Delete(Path.Combine(_repository.Root, "build", "bin", "Release", "net10.0", file));
        await RunAsync();
        await RunAsync();

        Assert.Equal(2, _repository.Compilations);
    }

    [Fact]
    public async Task A_failed_compilation_shows_its_output_and_is_tried_again()
    {
        var failed = await RunAsync(new() { ["FAKE_ERROR"] = "error CS1002: ; expected" });
        var repaired = await RunAsync();

        Assert.Equal((1, ""), (failed.ExitCode, failed.Output));
        Assert.Contains("error CS1002: ; expected", failed.Error, StringComparison.Ordinal);
        Assert.Equal(0, repaired.ExitCode);
        Assert.Equal(2, _repository.Compilations);
    }

    [Fact]
    public async Task Arguments_the_folder_and_the_exit_code_pass_through()
    {
        var result = await RunAsync(new() { ["FAKE_EXIT"] = "42" }, "--target=Verify", "with  blanks", "", "*", "--", "--a=$HOME");

        Assert.Equal(42, result.ExitCode);
        Assert.Equal(
            ["argument <--target=Verify>", "argument <with  blanks>", "argument <>", "argument <*>", "argument <-->", "argument <--a=$HOME>"],
            result.Lines.Where(line => line.StartsWith("argument", StringComparison.Ordinal)));
        Assert.EndsWith($" in {_caller.Path}", result.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_takes_the_place_of_the_script_so_that_signals_reach_it()
    {
        await RunAsync();
        var started = Path.Combine(_repository.Root, "started");
        using var process = TestProcess.Start("bash", [Script], _caller.Path, With(new() { ["FAKE_RUN_TENTHS"] = "300", ["FAKE_STARTED"] = started }));
        await WaitUntilAsync(() => File.Exists(started));

        await TestProcess.RunAsync("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        var result = await process.WaitAsync();

        Assert.Equal(43, result.ExitCode);
        Assert.StartsWith($"process {process.Id} in", result.Output, StringComparison.Ordinal);
        Assert.Contains("terminated", result.Lines);
    }

    [Fact]
    public async Task Runs_at_once_compile_once()
    {
        var slow = new Dictionary<string, string?> { ["FAKE_COMPILE_SECONDS"] = "0.7" };

        var results = await Task.WhenAll(RunAsync(slow), RunAsync(slow), RunAsync(slow));

        Assert.All(results, result => Assert.Equal(0, result.ExitCode));
        Assert.Equal(1, _repository.Compilations);
    }

    [Fact]
    public async Task Runs_at_once_compile_once_where_flock_is_missing_and_a_dead_owner_left_its_lock()
    {
        var slow = new Dictionary<string, string?> { ["FAKE_COMPILE_SECONDS"] = "0.7", ["PATH"] = PathWithoutFlock() };
        _repository.Write("artifacts/build/lock.d/owner", "4194305");

        var results = await Task.WhenAll(RunAsync(slow), RunAsync(slow), RunAsync(slow));

        Assert.All(results, result => Assert.Equal(0, result.ExitCode));
        Assert.Equal(1, _repository.Compilations);
        Assert.False(Directory.Exists(Path.Combine(_repository.Root, "artifacts/build/lock.d")));
    }

    [Fact]
    public async Task A_lock_whose_owner_died_before_it_signed_is_broken_after_a_minute()
    {
        var held = Directory.CreateDirectory(Path.Combine(_repository.Root, "artifacts/build/lock.d"));
        Directory.SetLastWriteTimeUtc(held.FullName, DateTime.UtcNow.AddMinutes(-2));

        var result = await RunAsync(new() { ["PATH"] = PathWithoutFlock() });

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(1, _repository.Compilations);
    }

    [Fact]
    public async Task A_lock_that_somebody_died_breaking_is_broken_after_a_minute()
    {
        _repository.Write("artifacts/build/lock.d/owner", "4194305");
        var breaking = Directory.CreateDirectory(Path.Combine(_repository.Root, "artifacts/build/lock.d/break"));
        Directory.SetLastWriteTimeUtc(breaking.FullName, DateTime.UtcNow.AddMinutes(-2));

        var result = await RunAsync(new() { ["PATH"] = PathWithoutFlock() });

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(1, _repository.Compilations);
    }

    [Fact]
    public async Task Without_an_sdk_it_says_how_to_get_one()
    {
        _repository.Executable("old/dotnet", "#!/bin/sh\necho '8.0.100 [/old]'\n");
        Directory.CreateDirectory(Path.Combine(_repository.Root, "old", "sdk", "8.0.100"));

        File.WriteAllText(Script, File.ReadAllText(Script).Replace(" /usr/", " /missing/", StringComparison.Ordinal));

        var result = await RunAsync(new() { ["DOTNET_ROOT"] = Path.Combine(_repository.Root, "old"), ["PATH"] = PathWithoutFlock(), ["HOME"] = _caller.Path });

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("A .NET 10 SDK is needed", result.Error, StringComparison.Ordinal);
        Assert.Contains("https://dotnet.microsoft.com/download/dotnet/10.0", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_of_the_sdk_is_none()
    {
        var path = $"{_repository.Environment["DOTNET_ROOT"]}:{Environment.GetEnvironmentVariable("PATH")}";

        var result = await RunAsync(new() { ["DOTNET_ROOT"] = _repository.PreviewSdk(), ["PATH"] = path });

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(1, _repository.Compilations);
    }

    [Fact]
    public async Task An_sdk_behind_a_link_is_found()
    {
        var link = Path.Combine(_repository.Root, "link", "dotnet");
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, Path.Combine("..", "sdk folder", "dotnet"));

        var result = await RunAsync(new() { ["DOTNET_ROOT"] = Path.GetDirectoryName(link) });

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(1, _repository.Compilations);
    }

    [Fact]
    public async Task A_link_to_the_script_runs_its_own_repository()
    {
        File.CreateSymbolicLink(Path.Combine(_caller.Path, "absolute.sh"), Script);
        Directory.CreateDirectory(Path.Combine(_caller.Path, "folder"));
        File.CreateSymbolicLink(Path.Combine(_caller.Path, "folder", "relative"), Path.Combine("..", "absolute.sh"));

        var result = await TestProcess.RunAsync("bash", [Path.Combine("folder", "relative")], _caller.Path, _repository.Environment);

        Assert.Equal((0, $"compile in {_repository.Root}"), (result.ExitCode, File.ReadAllText(_repository.Calls).Trim()));
        Assert.EndsWith($" in {_caller.Path}", result.Lines[0], StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_caller.Path, "artifacts")));
    }

    private string Script => Path.Combine(_repository.Root, "build.sh");

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    /// <summary>A PATH with the few programs that the script needs, as on macOS: no flock.</summary>
    private string PathWithoutFlock()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_repository.Root, "path")).FullName;
        foreach (var name in (string[])["bash", "cat", "cut", "date", "dirname", "env", "find", "grep", "mkdir", "mv", "readlink", "rm", "rmdir", "seq", "sha256sum", "sleep", "sort", "tee", "xargs"])
        {
            var program = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(directory => Path.Combine(directory, name)).First(File.Exists);
            File.CreateSymbolicLink(Path.Combine(folder, name), program);
        }

        return folder;
    }

    private Dictionary<string, string?> With(Dictionary<string, string?>? variables)
    {
        var environment = _repository.Environment;
        foreach (var (name, value) in variables ?? [])
            environment[name] = value;
        return environment;
    }

    private Task<ProcessResult> RunAsync(Dictionary<string, string?>? environment = null, params string[] arguments) =>
        TestProcess.RunAsync("bash", [Script, .. arguments], _caller.Path, With(environment));
}
