using Cake.Istio.Errors;

namespace Cake.Istio.Tests.Sessions;

public sealed class ReportFolderTests
{
    [Fact]
    public async Task Files_go_to_a_relative_and_to_an_absolute_folder()
    {
        await using var fixture = await SessionFixture.StartAsync();
        var absolute = Path.Combine(fixture.Folder, "somewhere", "else");
        foreach (var report in (string[])["relative/folder", absolute])
        {
            await fixture.RunAsync(session => session.PlanAsync(), fixture.Settings with { Report = report });
            await fixture.RunAsync(session => session.ImagesAsync(), fixture.Settings with { Report = report });
        }

        foreach (var folder in (string[])[Path.Combine(fixture.Context.Environment.WorkingDirectory.FullPath, "relative", "folder"), absolute])
        {
            Assert.Equal(
                ["images.json", "images.txt", "plan.json", "plan.md"],
                Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        await using var fixture = await SessionFixture.StartAsync();
        var file = Path.Combine(fixture.Folder, "file");
        await File.WriteAllTextAsync(file, "", fixture.Cluster.Cancel);

        var refused = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(session => session.ImagesAsync(), fixture.Settings with { Report = file }));

        Assert.Equal(ErrorCode.ReportFailed, refused.Code);
        Assert.Contains(file, refused.Text, StringComparison.Ordinal);
        Assert.Contains("--report", refused.Hint, StringComparison.Ordinal);
    }
}
