using Cake.Core.Diagnostics;
using Cake.Istio.Apply;
using Cake.Istio.Readiness;

namespace Cake.Istio.Reporting;

/// <summary>Shows an install as log lines.</summary>
internal sealed class InstallLog(ICakeLog log) : IInstallProgress
{
    private readonly ApplyLog _apply = new(log);
    private readonly ReadinessLog _readiness = new(log);

    public void Report(ApplyEvent value) => _apply.Report(value);

    public void Report(ReadinessEvent value) => _readiness.Report(value);
}
