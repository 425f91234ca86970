using System.Diagnostics;
using Cake.Istio.Errors;
using Cake.Istio.Releases;

namespace Cake.Istio.Tests.Releases;

public sealed class ReleaseStampTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stamp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("istio.VERSION", "/dev/zero")]
    [InlineData("istio.VERSION", null)]
    [InlineData("manifest.yaml", null)]
    public async Task What_is_no_regular_file_is_refused_without_being_opened(string name, string? device)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes and devices among files");
        var path = Path.Combine(_folder, name);
        if (device is not null)
            File.CreateSymbolicLink(path, device);
        else
            await Process.Start("mkfifo", path).WaitForExitAsync(TestContext.Current.CancellationToken);

        // The call itself would wait, not only its task.
        var e = await Assert.ThrowsAsync<MeshException>(
            () => Task.Run(() => ReleaseStamp.ReadAsync(_folder, TestContext.Current.CancellationToken)).WaitAsync(TimeSpan.FromSeconds(10)));

        Assert.Equal(ErrorCode.NotARelease, e.Code);
        Assert.Contains("it is empty, or no regular file", e.Text, StringComparison.Ordinal);
    }
}
