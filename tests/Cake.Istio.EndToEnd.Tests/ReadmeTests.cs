using System.Text.RegularExpressions;
using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests;

/// <summary>The README says what the code says.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(TestPaths.Repository, "README.md")).ReplaceLineEndings("\n");

    [Fact]
    public void It_lists_every_error_code_with_its_meaning()
    {
        var documented = Directory.EnumerateFiles(Path.Combine(TestPaths.Repository, "addin", "Errors"), "ErrorCode*.cs")
            .SelectMany(file => Constant().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")))
            .Select(match => $"| {match.Groups["code"].Value} | {Plain(match.Groups["text"].Value)} |")
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.NotEmpty(documented);
        Assert.Equal(documented, Readme.Split('\n').Where(line => line.StartsWith("| MESH", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_lists_every_option_of_the_help()
    {
        using var folder = new TemporaryFolder();
        var help = await TestProcess.RunDotnetAsync(TestPaths.Host, ["--target=Help", "--no-report"], folder.Path);
        var shown = help.Lines.SkipWhile(line => !line.StartsWith("Option ", StringComparison.Ordinal)).Skip(1)
            .Where(line => line.Length > 0 && char.IsAsciiLetter(line[0]))
            .TakeWhile(line => !line.StartsWith("TearDown", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[0]);
        var listed = Row().Matches(Readme[Readme.IndexOf("## Options", StringComparison.Ordinal)..Readme.IndexOf("## Rehearse", StringComparison.Ordinal)]).Select(match => match.Groups["name"].Value);
        Assert.Equal(shown.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Its_example_of_the_sandbox_is_one_that_a_test_runs()
    {
        var source = File.ReadAllText(Path.Combine(TestPaths.Repository, "tests", "Cake.Istio.Tests", "Documentation", "SandboxExampleTests.cs")).ReplaceLineEndings("\n");
        var example = source[source.IndexOf("    [Fact]", StringComparison.Ordinal)..source.LastIndexOf('}')].TrimEnd().Replace("\n    ", "\n", StringComparison.Ordinal).TrimStart();
        Assert.Contains($"```csharp\n{example}\n```", Readme, StringComparison.Ordinal);
    }

    [Fact]
    public void It_has_the_grammar_of_faults() => Assert.Contains($"```text\n{Sandbox.SandboxFaults.Grammar.ReplaceLineEndings("\n")}\n```", Readme, StringComparison.Ordinal);

    [Fact]
    public void The_ci_file_runs_the_readmes_main_command()
    {
        var command = Readme.Split("<!-- main command -->\n```sh\n")[1].Split('\n')[0];
        Assert.Contains($"run: {command}", File.ReadAllText(Path.Combine(TestPaths.Repository, "manifests", "ci", "github-actions.yml")), StringComparison.Ordinal);
    }

    private static string Plain(string text)
    {
        text = LineBreak().Replace(text, " ");
        text = Reference().Replace(text, "`${name}`");
        return text.Replace("<c>", "`", StringComparison.Ordinal).Replace("</c>", "`", StringComparison.Ordinal).Trim();
    }

    [GeneratedRegex("""/// <summary>(?<text>((?!</summary>)[\s\S])*)</summary>\s+public const string \w+ = "(?<code>MESH\d+)";""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Constant();

    [GeneratedRegex("""\s*///\s*""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LineBreak();

    [GeneratedRegex("""<see cref="[^"]*?(?<name>\w+)"/>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();

    [GeneratedRegex("""^\| `(?<name>[a-z0-9-]+)` \|""", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Row();
}
