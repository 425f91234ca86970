using Cake.Istio.Errors;
using Cake.Istio.Frosting.Clusters;
using Cake.Istio.Settings;

namespace Cake.Istio.Frosting.Options;

/// <summary>Refuses an option on the command line that another choice leaves without effect.</summary>
internal static class OptionCombinations
{
    /// <summary>Checks the options that belong to one source of clusters.</summary>
    /// <exception cref="MeshException">MESH1002: one belongs to a source that is not the chosen one.</exception>
    public static void CheckSource(OptionValues options, IReadOnlyList<IClusterSource> sources, IClusterSource chosen)
    {
        foreach (var source in sources.Where(source => source != chosen))
        {
            if (source.Options.FirstOrDefault(option => options[option.Name] is { Origin: OptionOrigin.Argument }) is { } option)
                throw WithoutEffect(option.Name, $"with --{MeshOptions.Cluster}={chosen.Name}", $"Leave it out, or choose --{MeshOptions.Cluster}={source.Name}");
        }
    }

    /// <summary>Checks the mirror against where the release comes from.</summary>
    /// <exception cref="MeshException">MESH1002: the release is a local one.</exception>
    public static void CheckMirror(OptionValues options, MeshSettings settings)
    {
        if (settings.Archive is { } archive && options[MeshOptions.DownloadUrl] is { Origin: OptionOrigin.Argument })
            throw WithoutEffect(MeshOptions.DownloadUrl, $"on the local release {archive}", "Leave it out, or choose a release of the mirror with --istio-version and without --archive");
    }

    private static MeshException WithoutEffect(string option, string where, string next) => new(ErrorCode.OptionWithoutEffect, $"--{option} has no effect {where}", next);
}
