using System.IO.Compression;
using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests.Packing;

/// <summary>A feed that has what this one lacks: packages of Cake under their real names, made of the assemblies in Cake.Tool and of the stand-ins.</summary>
internal static class CakeFeed
{
    /// <summary>Makes it.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var standIns = Path.GetDirectoryName(TestPaths.Host)!;
        Pack(folder, "Cake.Core 7.0.0", TestPaths.CakeAssemblies);
        Pack(folder, "Cake.Common 7.0.0", TestPaths.CakeAssemblies, "Cake.Core 7.0.0", "Spectre.Console 0.57.2");
        Pack(folder, "Cake.Cli 7.0.0", TestPaths.CakeAssemblies, "Cake.Core 7.0.0", "Spectre.Console.Cli 0.55.0", "Microsoft.Extensions.DependencyInjection 10.0.15");
        Pack(folder, "Spectre.Console 0.57.2", TestPaths.CakeAssemblies, "Spectre.Console.Ansi 0.57.2");
        Pack(folder, "Spectre.Console.Ansi 0.57.2", TestPaths.CakeAssemblies);
        Pack(folder, "Spectre.Console.Cli 0.55.0", TestPaths.CakeAssemblies, "Spectre.Console 0.57.2");
        Pack(folder, "Microsoft.Extensions.DependencyInjection 10.0.15", TestPaths.CakeAssemblies, "Microsoft.Extensions.DependencyInjection.Abstractions 10.0.15");
        Pack(folder, "Microsoft.Extensions.DependencyInjection.Abstractions 10.0.15", TestPaths.CakeAssemblies);
        Pack(folder, "Cake.Frosting 7.0.0", standIns, "Cake.Common 7.0.0", "Cake.Cli 7.0.0");
        Pack(folder, "Cake.Kubectl 1.1.0", standIns);
    }

    private static void Pack(string folder, string package, string assemblies, params string[] dependencies)
    {
        var (id, version) = Split(package);
        using var file = ZipFile.Open(Path.Combine(folder, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        using (var nuspec = new StreamWriter(file.CreateEntry($"{id}.nuspec").Open()))
        {
            nuspec.Write($"""
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
                  <metadata>
                    <id>{id}</id>
                    <version>{version}</version>
                    <authors>test</authors>
                    <description>test</description>
                    <dependencies><group targetFramework="net10.0">{string.Concat(dependencies.Select(Dependency))}</group></dependencies>
                  </metadata>
                </package>
                """);
        }

        file.CreateEntryFromFile(Path.Combine(assemblies, $"{id}.dll"), $"lib/net10.0/{id}.dll");
    }

    private static string Dependency(string package) => $"""<dependency id="{Split(package).Id}" version="{Split(package).Version}" />""";

    private static (string Id, string Version) Split(string package) => (package.Split(' ')[0], package.Split(' ')[1]);
}
