using Cake.Istio.Errors;
using Cake.Istio.Tests.Releases;
using Cake.Istio.Tools;

namespace Cake.Istio.Tests.Tools;

/// <summary>Alone, because what is allocated is counted for the whole process.</summary>
[CollectionDefinition(nameof(IstioctlMemoryTests), DisableParallelization = true)]
[Collection(nameof(IstioctlMemoryTests))]
public sealed class IstioctlMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_without_an_end_is_stopped_as_any_other_excess_and_takes_no_memory()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in for istioctl is a shell script");
        var program = _folder.Write("istioctl", "#!/bin/sh\ntr '\\0' a < /dev/zero\n"u8.ToArray());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var before = GC.GetTotalAllocatedBytes();

        var refused = Assert.Throws<MeshException>(() => new ToolContext(_folder.Path).IstioctlManifestGenerate(
            new IstioctlSettings { ToolPath = program, ToolTimeout = TimeSpan.FromMinutes(1) }));

        Assert.Contains("printed more", refused.Text, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1L << 30);
    }
}
