using Cake.Istio.Cluster.Kubectl;
using Cake.Istio.Tests.Tools;
using Cake.Istio.Tools;

namespace Cake.Istio.Tests.Kubectl;

/// <summary>The machine's own kubectl.</summary>
internal static class RealKubectl
{
    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { Path.Combine(folder, "kubectl"), Path.Combine(folder, "kubectl.exe") }).FirstOrDefault(File.Exists);

    /// <summary>Gets it; the test is skipped where there is none.</summary>
    public static IKubectl Find()
    {
        Assert.SkipWhen(Program is null, "kubectl is not on the PATH");
        var context = new ToolContext(Path.GetTempPath());
        context.Tools.RegisterFile(Program);
        return new KubectlRunner(context);
    }
}
