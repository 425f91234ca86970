using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Settings;

namespace Cake.Istio.Tests.Cluster;

/// <summary>Kubeconfig files in a folder of their own, and what connecting by them gives.</summary>
internal sealed class Kubeconfigs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mesh-kubeconfig-");
    private readonly RunDeadline _deadline = new(TimeSpan.FromMinutes(1), TimeProvider.System, TestContext.Current.CancellationToken);

    public Kubeconfigs() => Environment = new(_folder.FullName);

    public FakeLog Log { get; } = new();

    public FakeEnvironment Environment { get; }

    public string Write(string name, string text)
    {
        var file = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public Task<ClusterConnection> ConnectAsync(MeshSettings settings, ClusterAccess access = ClusterAccess.Write) =>
        ClusterConnector.ConnectAsync(settings, access, Log, Environment, _deadline);

    public async Task<ClusterTarget> TargetAsync(MeshSettings settings, ClusterAccess access = ClusterAccess.Write)
    {
        using var connection = await ConnectAsync(settings, access);
        return connection.Target;
    }

    public Task<MeshException> RefusedAsync(MeshSettings settings, ClusterAccess access = ClusterAccess.Write) =>
        Assert.ThrowsAsync<MeshException>(() => TargetAsync(settings, access));

    public void Dispose()
    {
        _deadline.Dispose();
        _folder.Delete(recursive: true);
    }
}
