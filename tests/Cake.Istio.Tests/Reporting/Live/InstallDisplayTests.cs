using Cake.Istio.Readiness;
using Cake.Istio.Reporting.Live;

namespace Cake.Istio.Tests.Reporting.Live;

public sealed class InstallDisplayTests
{
    private const string Lines = """
        Namespace istio-system created
        CustomResourceDefinition a.x.io created
        CustomResourceDefinition b.x.io created
        Deployment istio-system/istiod created
        """;

    [Fact]
    public async Task On_a_terminal_the_display_stays_below_the_lines_and_goes_with_the_step()
    {
        using var fixture = new DisplayFixture(80);
        fixture.WriteHalf();
        fixture.Changed("istiod", ReadinessStatus.InProgress, "0 of 1 replicas are available");
        fixture.Time.Advance(TimeSpan.FromSeconds(72));
        fixture.Display.Write(Core.Diagnostics.Verbosity.Normal, Core.Diagnostics.LogLevel.Information, "{0}", "one more line");

        Assert.Equal(
            $"""
            {Lines}
            one more line
            [##----------------------]  4/40 objects  1:12 of 10m
              namespaces 1/1  definitions 2/2  configuration 0/20  workloads 1/12
              custom resources 0/4  webhooks 0/1
              waiting for Deployment istiod: 0 of 1 replicas are available
            """,
            fixture.Screen.Text);
        await fixture.EndAsync();
        Assert.Equal($"{Lines}\none more line", fixture.Screen.Text);
        fixture.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal($"{Lines}\none more line", fixture.Screen.Text);
    }

    [Fact]
    public void What_is_stuck_comes_first_and_a_long_list_is_cut()
    {
        using var fixture = new DisplayFixture(120);
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
            fixture.Changed(name, ReadinessStatus.InProgress, "0 of 1 replicas are available");
        fixture.Changed("a", ReadinessStatus.Current, "1 of 1 replicas are ready");
        fixture.Display.Report(new ObjectStuck(new(DisplayFixture.Deployment("d"), "0 of 1 replicas are available", "ImagePullBackOff", null, "", "", CanHeal: true) { Pod = "d-1" }));
        using var retry = fixture.Deadline.Waiting("GET /api/v1/pods: the server is currently unable to handle the request");
        using var other = fixture.Deadline.Waiting("something else");
        fixture.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.EndsWith(
            """
            0:01 of 10m
              waiting for Deployment d: ImagePullBackOff in pod d-1
                          Deployment b: 0 of 1 replicas are available
                          Deployment c: 0 of 1 replicas are available
                          Deployment e: 0 of 1 replicas are available
                          GET /api/v1/pods: the server is currently unable to handle the request
                          and 1 more
            """,
            fixture.Screen.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_that_is_made_narrower_is_cleaned_all_the_same()
    {
        using var screen = new Screen(60);
        var region = new LiveRegion(screen, () => (screen.Columns, 24), hasColours: false);
        screen.Write("a line of the log\n");
        region.Draw([new LiveLine().Add(new string('x', 50)), new LiveLine().Add("y")]);
        screen.Narrow(30);
        Assert.Equal($"a line of the log\n{new string('x', 30)}\n{new string('x', 20)}\ny", screen.Text);
        region.Clear();
        Assert.Equal("a line of the log", screen.Text);
    }

    [Fact]
    public void Without_a_terminal_there_is_a_line_when_nothing_was_said_for_five_seconds()
    {
        using var fixture = new DisplayFixture(columns: null);
        fixture.WriteHalf();
        fixture.Changed("istiod", ReadinessStatus.InProgress, "0 of 1 replicas are available");
        fixture.Changed("galley", ReadinessStatus.InProgress, "0 of 2 replicas are available");
        for (var second = 1; second <= 12; second++)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(second < 5, fixture.Screen.Text == Lines);
        }

        Assert.Equal(
            $"""
            {Lines}
            5s; 4 of 40 objects; waiting for Deployment istio-system/istiod: 0 of 1 replicas are available, and 1 more
            10s; 4 of 40 objects; waiting for Deployment istio-system/istiod: 0 of 1 replicas are available, and 1 more
            """,
            fixture.Screen.Text);
    }

    [Theory]
    [InlineData(false, "xterm", null, null, true, true)]
    [InlineData(false, "xterm", "1", null, true, false)]
    [InlineData(false, "dumb", null, null, false, false)]
    [InlineData(false, "xterm", null, "true", false, false)]
    [InlineData(true, "xterm", null, null, false, false)]
    public void A_display_is_for_a_person_at_a_terminal(bool isRedirected, string term, string? noColour, string? ci, bool isLive, bool hasColours)
    {
        var variables = new Dictionary<string, string?> { ["TERM"] = term, ["NO_COLOR"] = noColour, ["CI"] = ci };
        Assert.Equal(new Terminal(isLive, hasColours), Terminal.Of(isRedirected, Core.Diagnostics.Verbosity.Normal, variables.GetValueOrDefault));
        Assert.False(Terminal.Of(isRedirected, Core.Diagnostics.Verbosity.Minimal, variables.GetValueOrDefault).IsLive);
    }

    [Fact]
    public void Colours_are_left_out_where_they_are_not_wanted_and_a_line_ends_with_its_terminal()
    {
        var line = new LiveLine().Add("waiting for ", LiveColour.Dim).Add("something\nlong");
        Assert.Equal("\e[2mwaiting for \e[0msomething long", line.Render(80, hasColours: true));
        Assert.Equal("waiting for so...", line.Render(17, hasColours: false));
    }
}
