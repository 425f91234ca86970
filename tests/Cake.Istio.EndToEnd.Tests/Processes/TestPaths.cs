using System.Reflection;

namespace Cake.Istio.EndToEnd.Tests.Processes;

/// <summary>Where the programs under test are, as the build that compiled these tests said.</summary>
internal static class TestPaths
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Repository { get; } = Metadata("Repository");

    /// <summary>The build configuration of the tests, and so of the programs under test.</summary>
    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The host in build/.</summary>
    public static string Host { get; } = Output("build", "Build");

    /// <summary>Somebody else's host, which reuses the tasks.</summary>
    public static string ForeignHost { get; } = Output("tests/hosts/ForeignHost", "ForeignHost");

    /// <summary>The real Cake, out of the downloaded Cake.Tool.</summary>
    public static string Cake { get; } = Path.Combine(Metadata("CakeTool"), "Cake.dll");

    /// <summary>The folder of the real Cake's assemblies.</summary>
    public static string CakeAssemblies { get; } = Metadata("CakeTool");

    /// <summary>The folder of restored packages.</summary>
    public static string Packages { get; } = Metadata("Packages");

    private static string Output(string project, string assembly) =>
        Path.Combine(Repository, project, "bin", Configuration, "net10.0", $"{assembly}.dll");

    private static string Metadata(string key) =>
        typeof(TestPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
