using System.Diagnostics;
using System.Globalization;

namespace Cake.Istio.Apply.Locking;

/// <summary>Tells runs apart, and whether a lock was left by a process of this machine that no longer runs, so that nobody has to wait for it to expire.</summary>
internal static class ProcessIdentity
{
    private const string BootId = "/proc/sys/kernel/random/boot_id";

    private const string Namespace = "/proc/self/ns/pid";

    /// <summary>This process: machine, process namespace, id and start.</summary>
    public static string Current
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return $"{Machine()} {Describe(process)}";
        }
    }

    /// <summary>A run of this process; another run of the same process is somebody else.</summary>
    public static string NewRun() => $"{Current} {Guid.NewGuid():N}";

    /// <summary>Whether the run is known to have ended. False for one of another machine, of which nothing is known.</summary>
    /// <param name="identity">What <see cref="NewRun"/> gave in that process.</param>
    public static bool IsGone(string? identity)
    {
        if (identity?.Split(' ') is not [var machine, var id, var start, ..] || machine != Machine() || !int.TryParse(id, CultureInfo.InvariantCulture, out var number))
            return false;
        // A machine that was restored from the same snapshot has all these names too.
        if (!RunMarker.IsLeft(identity))
            return false;
        try
        {
            using var process = Process.GetProcessById(number);
            return Describe(process) != $"{id} {start}";
        }
        catch (ArgumentException)
        {
            // No process has this id.
            return true;
        }
    }

    private static string Describe(Process process) =>
        string.Create(CultureInfo.InvariantCulture, $"{process.Id} {process.StartTime.ToUniversalTime().Ticks / TimeSpan.TicksPerSecond}");

    // Containers share a boot and may share a host name, but not a process namespace.
    private static string Machine() => File.Exists(BootId)
        ? $"{File.ReadAllText(BootId).Trim()}/{new FileInfo(Namespace).LinkTarget}"
        : Environment.MachineName;
}
