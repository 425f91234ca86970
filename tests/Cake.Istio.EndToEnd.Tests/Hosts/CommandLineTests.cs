using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests.Hosts;

/// <summary>What of the command line, the environment and cake.config reaches a task, and what the switches of Cake do.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Unknown_arguments_arrive_in_the_context()
    {
        var result = await ShowAsync("--name", "value", "--flag", "--twice=1", "--twice=2", "--sum=a=b", "-s", "x");

        Assert.Contains("argument name = value", result.Lines);
        Assert.Contains("argument flag =", result.Lines);
        Assert.Contains("argument twice = 1|2", result.Lines);
        Assert.Contains("argument sum = a=b", result.Lines);
        Assert.Contains("argument s = x", result.Lines);
        Assert.Contains("argument target = ShowTask", result.Lines);
    }

    [Fact]
    public async Task Configuration_comes_from_the_host_then_the_environment_then_the_file_then_the_command_line()
    {
        _folder.Write("cake.config", "; comment\n[Foreign]\nShape=square\n");
        var environment = new Dictionary<string, string?> { ["CAKE_FOREIGN_SHAPE"] = "oval", ["CAKE_FOREIGN_SIZE"] = "small", ["CAKE_FOREIGN_COLOUR"] = "blue" };

        var result = await ShowAsync(environment, "--foreign_colour=green");

        Assert.Contains("configuration Foreign_Colour = green", result.Lines);
        Assert.Contains("configuration foreign_shape = square", result.Lines);
        Assert.Contains("configuration Foreign_Size = small", result.Lines);
        Assert.Contains("configuration Foreign_Missing = nothing", result.Lines);
    }

    [Fact]
    public async Task The_working_folder_is_the_callers_or_the_one_that_is_asked_for()
    {
        var inner = Directory.CreateDirectory(Path.Combine(_folder.Path, "inner")).FullName;
        File.WriteAllText(Path.Combine(inner, "cake.config"), "[Foreign]\nColour=yellow\n");

        var here = await ShowAsync();
        var there = await ShowAsync("--working=inner");
        var nowhere = await ShowAsync("--working=missing");

        Assert.Contains(here.Lines, line => line.EndsWith(Path.GetFileName(_folder.Path), StringComparison.Ordinal));
        Assert.Contains("configuration Foreign_Colour = yellow", there.Lines);
        Assert.Contains(there.Lines, line => line.StartsWith("folder ", StringComparison.Ordinal) && line.EndsWith("/inner", StringComparison.Ordinal));
        Assert.Equal(1, nowhere.ExitCode);
        Assert.Matches("The working directory '.*/missing' does not exist.", nowhere.Error);
    }

    [Fact]
    public async Task The_summary_is_left_out_on_request_unless_something_failed()
    {
        Assert.Contains("Total:", (await ShowAsync()).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Total:", (await ShowAsync("--no-report")).Output, StringComparison.Ordinal);
        Assert.Contains("Total:", (await RunAsync("--target=FailTask", "--no-report")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbosity_decides_which_lines_show()
    {
        var quiet = await ShowAsync("--verbosity=quiet");
        var verbose = await ShowAsync("-v", "verbose");
        var diagnostic = await ShowAsync("--verbosity=Diagnostic");

        Assert.DoesNotContain(quiet.Lines, line => line.StartsWith("argument", StringComparison.Ordinal));
        Assert.Contains("a verbose line", verbose.Lines);
        Assert.DoesNotContain("a diagnostic line", verbose.Lines);
        Assert.Contains("a diagnostic line", diagnostic.Lines);
    }

    [Fact]
    public async Task Verbosity_comes_from_the_configuration_where_it_is_not_given()
    {
        _folder.Write("cake.config", "[Settings]\nVerbosity=diagnostic\n");

        Assert.Contains("a diagnostic line", (await ShowAsync()).Lines);
        Assert.DoesNotContain("a diagnostic line", (await ShowAsync("--verbosity=normal")).Lines);
    }

    [Fact]
    public async Task A_dry_run_names_the_tasks_and_runs_none()
    {
        var result = await RunAsync("--target=AfterTask", "--dryrun");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("1. FailAndContinueTask", result.Lines);
        Assert.Contains("2. Greet", result.Lines);
        Assert.Contains("3. AfterTask", result.Lines);
        Assert.Contains("This was a dry run.", result.Lines);
        Assert.DoesNotContain("after", result.Lines);
    }

    [Fact]
    public async Task The_version_is_the_hosts_own()
    {
        var version = await RunAsync("--version");
        var info = await RunAsync("--info");

        Assert.Equal((0, "7.8.9-foreign"), (version.ExitCode, version.Output.Trim()));
        Assert.Equal(0, info.ExitCode);
        Assert.Contains("Version: 7.8.9-foreign", info.Lines);
    }

    [Theory]
    [InlineData("--verbosity=bogus")]
    [InlineData("--target")]
    [InlineData("--version=1")]
    [InlineData("word")]
    public async Task A_command_line_that_cannot_be_read_ends_in_255(string argument)
    {
        var result = await RunAsync(argument);

        Assert.Equal(255, result.ExitCode);
        Assert.Contains("Error:", result.Output, StringComparison.Ordinal);
    }

    private Task<ProcessResult> ShowAsync(params string[] arguments) => RunAsync(["--target=ShowTask", .. arguments]);

    private Task<ProcessResult> ShowAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        TestProcess.RunDotnetAsync(TestPaths.ForeignHost, ["--target=ShowTask", .. arguments], _folder.Path, environment);

    private Task<ProcessResult> RunAsync(params string[] arguments) => TestProcess.RunDotnetAsync(TestPaths.ForeignHost, arguments, _folder.Path);
}
