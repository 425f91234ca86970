namespace Cake.Istio.Sandbox.Server;

/// <summary>Makes sure that one process serves a state folder, and tells the others where it is.</summary>
internal sealed class StateLock : IDisposable
{
    private const string LockFile = "lock";
    private const string AddressFile = "address.json";
    private readonly FileStream _lock;
    private readonly string _address;

    private StateLock(FileStream held, string address) => (_lock, _address) = (held, address);

    /// <summary>Takes the lock; null while another process has it. The system frees the lock of a process that dies.</summary>
    public static StateLock? TryTake(string folder)
    {
        try
        {
            var held = new FileStream(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var address = Path.Combine(folder, AddressFile);
            File.Delete(address);
            return new StateLock(held, address);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Where the process that has the lock answers; null while it has not said so.</summary>
    public static Uri? ReadAddress(string folder)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, AddressFile)));
            return new Uri(document.RootElement.GetProperty("url").GetString()!);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Says where this process answers.</summary>
    public void Announce(Uri url) => PrivateFile.Write(_address, JsonSerializer.Serialize(new { url = url.ToString(), processId = Environment.ProcessId }));

    public void Dispose()
    {
        File.Delete(_address);
        _lock.Dispose();
    }
}
