using Cake.Istio.Errors;

namespace Cake.Istio.Releases;

/// <summary>Where releases are kept between runs.</summary>
internal static class CacheFolder
{
    private const string Name = "cake-istio";

    /// <summary>Gives the absolute path: what the option says, else a folder in the user's cache.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.MissingOption"/>: the user has no home folder.</exception>
    public static string Resolve(string? option) => string.IsNullOrWhiteSpace(option) ? Path.Combine(UserCache(), Name) : Path.GetFullPath(option);

    private static string UserCache()
    {
        if (OperatingSystem.IsWindows())
            return Known(Environment.SpecialFolder.LocalApplicationData);
        if (OperatingSystem.IsMacOS())
            return Path.Combine(Known(Environment.SpecialFolder.UserProfile), "Library", "Caches");
        // A relative path is to be ignored (XDG Base Directory Specification).
        return Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } folder && Path.IsPathFullyQualified(folder)
            ? folder
            : Path.Combine(Known(Environment.SpecialFolder.UserProfile), ".cache");
    }

    private static string Known(Environment.SpecialFolder folder) => Environment.GetFolderPath(folder) is { Length: > 0 } path
        ? path
        : throw new MeshException(ErrorCode.MissingOption, "there is no folder to keep releases in: this user has no home.", "Give one with --cache.");
}
