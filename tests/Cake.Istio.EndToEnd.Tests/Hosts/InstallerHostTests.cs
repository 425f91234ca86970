using Cake.Istio.EndToEnd.Tests.Processes;
using Cake.Istio.Shared.Tests;

namespace Cake.Istio.EndToEnd.Tests.Hosts;

/// <summary>The installer's own host, as build.sh starts it.</summary>
public sealed class InstallerHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_target_it_prints_the_help()
    {
        var result = await RunAsync("--verbosity=quiet", "--no-report");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("", result.Error);
        Approved.Matches(result.Output, "help");
    }

    [Fact]
    public async Task It_lists_the_options_of_Cake()
    {
        var result = await RunAsync("--help");

        Assert.Equal(0, result.ExitCode);
        Approved.Matches(result.Output, "options");
    }

    [Fact]
    public async Task It_shows_the_tasks_and_their_order()
    {
        var result = await RunAsync("--tree");

        Assert.Equal(0, result.ExitCode);
        Approved.Matches(result.Output, "tree");
    }

    [Theory]
    [InlineData("--mod=strict", "Unknown option --mod. Did you mean --mode?")]
    [InlineData("--upgrade_apis", "Unknown option --upgrade_apis. Did you mean --upgrade-apis?")]
    [InlineData("--traget=Verify", "Unknown option --traget. Did you mean --target?")]
    [InlineData("--TARGET=Verify", "Unknown option --TARGET. Did you mean --target?")]
    [InlineData("--dry-run", "Unknown option --dry-run. Did you mean --dryrun?")]
    [InlineData("--xyzzy", "Unknown option --xyzzy. --target=Help lists the options.")]
    [InlineData("-x", "Unknown option -x. --target=Help lists the options.")]
    public async Task An_unknown_option_ends_in_255_before_anything_runs(string argument, string message)
    {
        var result = await RunAsync("--target=Help", argument);

        Assert.Equal(255, result.ExitCode);
        Assert.Equal(message, result.Error.Trim());
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task An_unknown_option_in_the_environment_or_in_cake_config_ends_in_255_too()
    {
        var variable = await TestProcess.RunDotnetAsync(TestPaths.Host, [], _folder.Path, new Dictionary<string, string?> { ["CAKE_MESH_CONTXT"] = "production" });
        var file = _folder.Write("cake.config", "[Other]\ncontxt=a\n; [Mesh]\n[Mesh]\n; contxt=b\nMode= strict\ncontxt = c\n");
        var configured = await RunAsync();

        Assert.Equal((255, ""), (variable.ExitCode, variable.Output));
        Assert.Equal("Unknown option in the environment: CAKE_MESH_CONTXT. Did you mean CAKE_MESH_CONTEXT?", variable.Error.Trim());
        Assert.Equal((255, ""), (configured.ExitCode, configured.Output));
        Assert.Equal($"Unknown option in {file}, line 7: contxt. Did you mean context?", configured.Error.Trim());
    }

    [Theory]
    [InlineData("--working=inner")]
    [InlineData("--working", "inner")]
    [InlineData("--working:inner")]
    [InlineData("--working=missing", "-w", "inner")]
    public async Task The_cake_config_of_the_folder_that_is_asked_for_is_looked_at(params string[] arguments)
    {
        var file = _folder.Write("inner/cake.config", "[Mesh]\nmdoe=strict\n");
        _folder.Write("cake.config", "[Mesh]\nmdoe=strict\n");

        var result = await RunAsync(arguments);

        Assert.Equal((255, $"Unknown option in {file}, line 2: mdoe. Did you mean mode?"), (result.ExitCode, result.Error.Trim()));
    }

    [Theory]
    [InlineData("[Mesh]\nset=a.b=c", 2, "there may be one = in a line. Correct the line, or give --set on the command line or CAKE_MESH_SET in the environment instead.")]
    [InlineData("[Mesh]\n\ndownload-url=https://me:hunter2@mirror/?a=b", 3, "there may be one = in a line. Correct the line, or give --download-url on the command line or CAKE_MESH_DOWNLOAD_URL in the environment instead.")]
    [InlineData("[Mesh]\nmode = strict", 2, "there is a blank in the name, or between it and the =. Correct the line, or give --mode on the command line or CAKE_MESH_MODE in the environment instead.")]
    [InlineData("[Mesh]\ncontext=\nmode=strict", 2, "the value is missing. Correct the line, or give --context on the command line or CAKE_MESH_CONTEXT in the environment instead.")]
    [InlineData("[Mesh] set=[a]", 1, "a value may not begin with [ or ;. Correct the line, or give --set on the command line or CAKE_MESH_SET in the environment instead.")]
    [InlineData("[Other]\na=b=c", 2, "there may be one = in a line. Correct the line.")]
    [InlineData("strict", 1, "it is no name=value, no [Section] and no ; comment. Correct the line.")]
    [InlineData("; comment\n=strict", 2, "it is no name=value, no [Section] and no ; comment. Correct the line.")]
    [InlineData("[Mesh\nmode=strict", 1, "the section is not closed with ]. Correct the line.")]
    [InlineData("[My mesh]", 1, "the section's name has a blank in it. Correct the line.")]
    public async Task A_line_of_cake_config_that_Cake_cannot_read_is_named(string content, int line, string problem)
    {
        var file = _folder.Write("cake.config", content);

        var result = await RunAsync("--target=Help");

        Assert.Equal((255, ""), (result.ExitCode, result.Output));
        Assert.Equal($"Cake cannot read {file}, line {line}: {problem}", result.Error.Trim());
    }

    [Fact]
    public async Task What_Cake_reads_from_cake_config_passes()
    {
        _folder.Write("cake.config", "\n ; a=b=c\n[Mesh] ; of ours\n  mode=  strict\r\n[Mesh]timeout=1m\n[Other]\nname=value ; with this\n");

        var result = await RunAsync("--target=Help");

        Assert.Contains(result.Lines, row => IsOption(row, "mode", "strict", "cake.config"));
        Assert.Contains(result.Lines, row => IsOption(row, "timeout", "1m", "cake.config"));
    }

    [Fact]
    public async Task The_help_fails_after_it_has_shown_a_value_that_cannot_be_used()
    {
        var result = await RunAsync("--mode=foo");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(result.Lines, line => IsOption(line, "mode", "foo", "argument"));
        Assert.Contains("--mode=foo is not usable", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--mesh_moed=strict", "Unknown option --mesh_moed. Did you mean --mesh_mode?")]
    [InlineData("--mehs_mode=strict", "Unknown option --mehs_mode. Did you mean --mesh_mode?")]
    [InlineData("--target=Verfy", "Unknown target Verfy. Did you mean --target=Verify?")]
    [InlineData("--target=Help,statsu", "Unknown target statsu. Did you mean --target=Status?")]
    [InlineData("-t=Everything", "Unknown target Everything. --target=Help lists the targets.")]
    public async Task A_name_that_does_not_exist_is_refused_with_the_nearest(string argument, string message)
    {
        var result = await RunAsync(argument);

        Assert.Equal((255, "", message), (result.ExitCode, result.Output, result.Error.Trim()));
    }

    [Fact]
    public async Task A_section_of_cake_config_that_is_hardly_another_ones_is_refused()
    {
        var file = _folder.Write("cake.config", "[Test]\nmode=value\n[Mehs]\nmode=strict\n");

        var result = await RunAsync("--target=Help");

        Assert.Equal((255, $"Unknown section in {file}, line 3: [Mehs]. Did you mean [Mesh]?"), (result.ExitCode, result.Error.Trim()));
    }

    [Fact]
    public async Task An_option_in_the_way_of_Cakes_configuration_is_an_argument()
    {
        var environment = new Dictionary<string, string?> { ["CAKE_MESH_MODE"] = "permissive" };

        var used = await TestProcess.RunDotnetAsync(TestPaths.Host, ["--Mesh_mode=strict"], _folder.Path, environment);
        var unusable = await RunAsync("--mesh_mode=foo");
        var twice = await RunAsync("--mesh_mode=strict", "--mode=strict");

        Assert.Contains(used.Lines, line => IsOption(line, "mode", "strict", "argument"));
        Assert.Contains("--mesh_mode=foo is not usable: it takes one of", unusable.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("cake.config", unusable.Error, StringComparison.Ordinal);
        Assert.Contains("--mode was given 2 times", twice.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--MODE=strict")]
    [InlineData("--settings_verbosity=normal")]
    [InlineData("-vet=Help")]
    public async Task A_known_option_passes(string argument)
    {
        var result = await RunAsync(argument);

        Assert.DoesNotContain("Unknown option", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_argument_beats_the_environment_and_that_beats_cake_config()
    {
        _folder.Write("cake.config", "[Mesh]\nmode=strict\ntimeout=1m\nnamespace=from-file\n");
        var environment = new Dictionary<string, string?> { ["CAKE_MESH_TIMEOUT"] = "2m", ["CAKE_MESH_NAMESPACE"] = "from-environment" };

        var result = await TestProcess.RunDotnetAsync(TestPaths.Host, ["--namespace=from-argument"], _folder.Path, environment);

        Assert.Contains(result.Lines, line => IsOption(line, "mode", "strict", "cake.config"));
        Assert.Contains(result.Lines, line => IsOption(line, "timeout", "2m", "environment"));
        Assert.Contains(result.Lines, line => IsOption(line, "namespace", "from-argument", "argument"));
        Assert.Contains(result.Lines, line => IsOption(line, "wait", "true", "default"));
    }

    [Fact]
    public async Task Its_own_cake_config_counts_where_the_caller_has_none()
    {
        var result = await RunAsync();

        Assert.Contains(result.Lines, line => IsOption(line, "istio-version", "1.30.3", "cake.config"));
    }

    [Fact]
    public async Task The_password_and_the_token_of_a_mirror_are_not_shown()
    {
        var result = await RunAsync("--download-url=https://user:hunter2@mirror.example/istio?token=hunter2");

        Assert.DoesNotContain("hunter2", result.Output, StringComparison.Ordinal);
        Assert.Contains("***@", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--mode=foo", "MESH1001: --mode=foo is not usable: it takes one of permissive, strict")]
    [InlineData("--timeout=10", "MESH1001: --timeout=10 is not usable: it takes a duration such as 90s, 10m or 1h30m")]
    [InlineData("--cluster=moon", "MESH1001: --cluster=moon is not usable: it takes one of current, sandbox")]
    [InlineData("--cluster=sandbox --context=prod", "MESH1002: --context has no effect with --cluster=sandbox")]
    [InlineData("--sandbox-port=8001", "MESH1002: --sandbox-port has no effect with --cluster=current")]
    [InlineData("--cluster=sandbox --download-url=https://mirror.example", "MESH1002: --download-url has no effect on the local release ")]
    [InlineData("--archive=istio --download-url=https://mirror.example", "MESH1002: --download-url has no effect on the local release istio")]
    public async Task A_value_that_cannot_be_used_ends_in_1_with_one_message(string arguments, string message)
    {
        var result = await RunAsync(["--target=Download", .. arguments.Split(' ')]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"Error: {message}", result.Error, StringComparison.Ordinal);
        Assert.Contains("  Next: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_touched_by_a_dry_run_a_tree_or_a_description()
    {
        foreach (var argument in (string[])["--dryrun", "--tree", "--description"])
        {
            var result = await RunAsync("--target=Verify", "--cluster=sandbox", argument);

            Assert.Equal((0, ""), (result.ExitCode, result.Error));
            Assert.Contains("InstallMesh", result.Output, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Nothing_is_coloured_where_the_output_is_no_terminal()
    {
        var environment = new Dictionary<string, string?> { ["NO_COLOR"] = null, ["TERM"] = "xterm-256color", ["CI"] = "true" };

        var result = await TestProcess.RunDotnetAsync(TestPaths.Host, [], _folder.Path, environment);

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain('\u001b', result.Output);
    }

    private static bool IsOption(string line, params string[] cells) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { } words && words.Take(cells.Length).SequenceEqual(cells);

    private Task<ProcessResult> RunAsync(params string[] arguments) => TestProcess.RunDotnetAsync(TestPaths.Host, arguments, _folder.Path);
}
