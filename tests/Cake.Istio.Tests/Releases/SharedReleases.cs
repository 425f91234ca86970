namespace Cake.Istio.Tests.Releases;

/// <summary>Unpacked real releases, where they exist: in <c>MESH_RELEASES</c>, else in <c>shared/releases</c> beside the repository.</summary>
internal static class SharedReleases
{
    public static string Folder(string version)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("MESH_RELEASES") ?? BesideRepository(), $"istio-{version}");
        Assert.SkipUnless(Directory.Exists(folder), $"'{folder}' does not exist");
        return folder;
    }

    private static string BesideRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Cake.Istio.slnx")))
            folder = Path.GetDirectoryName(folder);
        return Path.Combine(Path.GetDirectoryName(folder) ?? "", "shared", "releases");
    }
}
