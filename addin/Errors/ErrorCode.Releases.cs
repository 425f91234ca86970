namespace Cake.Istio.Errors;

public static partial class ErrorCode
{
    /// <summary>A release version cannot be read.</summary>
    public const string InvalidVersion = "MESH1101";

    /// <summary>The server has no release of that version.</summary>
    public const string UnknownVersion = "MESH1102";

    /// <summary>A release cannot be downloaded.</summary>
    public const string DownloadFailed = "MESH1103";

    /// <summary>An archive is not the one that its checksum names; nothing was extracted.</summary>
    public const string ChecksumMismatch = "MESH1104";

    /// <summary>No checksum is published for an archive and none was given, or the published one cannot be read.</summary>
    public const string ChecksumMissing = "MESH1105";

    /// <summary>There is no archive or folder at the given path.</summary>
    public const string ArchiveNotFound = "MESH1106";

    /// <summary>An archive is damaged, cut short or of an unknown format.</summary>
    public const string ArchiveBroken = "MESH1107";

    /// <summary>An archive holds an entry that would leave its folder, hide another or exceed a limit; nothing was extracted.</summary>
    public const string ArchiveRefused = "MESH1108";

    /// <summary>An archive or folder is not an Istio release.</summary>
    public const string NotARelease = "MESH1109";

    /// <summary>A release is of another version than the one asked for.</summary>
    public const string VersionMismatch = "MESH1110";

    /// <summary>The release cache or a file of the release cannot be read or written.</summary>
    public const string CacheFailed = "MESH1111";

    /// <summary>Istio publishes no release for this operating system and processor.</summary>
    public const string PlatformWithoutRelease = "MESH1112";

    /// <summary>The newest version cannot be found out.</summary>
    public const string LatestUnavailable = "MESH1113";

    /// <summary>The release cannot be installed in the way asked for.</summary>
    public const string ReleaseNotSupported = "MESH1114";

    /// <summary>The release's istioctl cannot be started or ends with an error.</summary>
    public const string IstioctlFailed = "MESH1115";

    /// <summary>The release's istioctl printed something else than Kubernetes objects.</summary>
    public const string IstioctlOutput = "MESH1116";

    /// <summary>A release is neither in the cache nor given as an archive, and nothing may be downloaded.</summary>
    public const string ReleaseNotCached = "MESH1117";
}
