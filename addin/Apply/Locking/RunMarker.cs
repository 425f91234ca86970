using System.Security.Cryptography;
using System.Text;

namespace Cake.Istio.Apply.Locking;

/// <summary>A file of this machine that a run keeps open while it holds the install lock, with nobody let in. The system closes it when the process ends, however that ends.</summary>
/// <remarks>
/// Names and process ids do not tell machines apart that were restored from one snapshot. What one of them has written since, the others do not have.
/// </remarks>
internal sealed class RunMarker : IDisposable
{
    private readonly string _path;
    private readonly FileStream? _file;

    /// <summary>Makes the file. A folder for temporary files that cannot be written costs only the proof: others then wait until the lock expires.</summary>
    /// <param name="run">The run, as <see cref="ProcessIdentity.NewRun"/> names it.</param>
    public RunMarker(string run)
    {
        _path = PathOf(run);
        try
        {
            _file = new(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            _file = null;
        }
    }

    /// <summary>Whether the run left its file behind, which proves that it was one of this machine and has ended.</summary>
    public static bool IsLeft(string run)
    {
        try
        {
            using var file = new FileStream(PathOf(run), FileMode.Open, FileAccess.Read, FileShare.None);
            return true;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // There is none, somebody has it open, or it cannot be looked at: nothing is proved.
            return false;
        }
    }

    /// <summary>Deletes what a run left behind.</summary>
    public static void Delete(string run) => DeleteFile(PathOf(run));

    /// <summary>Closes and deletes the file: the lock was given back, so that nothing needs to be proved.</summary>
    public void Remove()
    {
        Dispose();
        if (_file is not null)
            DeleteFile(_path);
    }

    /// <summary>Closes the file and leaves it, as the end of the process does.</summary>
    public void Dispose() => _file?.Dispose();

    private static void DeleteFile(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // Another user's, or gone with its folder. It is empty, and the system clears such folders.
        }
    }

    private static string PathOf(string run) =>
        Path.Combine(Path.GetTempPath(), $"cake-istio-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(run)))[..32]}.run");
}
