namespace Cake.Istio.Sandbox.Tests;

/// <summary>The folder of recorded data beside the repository; tests that need it are skipped where it does not exist.</summary>
internal static class SharedFolder
{
    /// <summary>A path inside it.</summary>
    public static string Path(params string[] parts)
    {
        var path = System.IO.Path.Combine([System.IO.Path.GetDirectoryName(RepositoryRoot())!, "shared", .. parts]);
        Assert.SkipUnless(System.IO.Path.Exists(path), $"{path} does not exist");
        return path;
    }

    /// <summary>The folder that holds the solution.</summary>
    public static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "Cake.Istio.slnx")))
            folder = System.IO.Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder;
    }
}
