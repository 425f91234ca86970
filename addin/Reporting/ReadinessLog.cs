using Cake.Core.Diagnostics;
using Cake.Istio.Readiness;

namespace Cake.Istio.Reporting;

/// <summary>Shows a wait as log lines: a line when an object becomes ready or something holds it up; steps in between at verbose.</summary>
internal sealed class ReadinessLog(ICakeLog log) : IProgress<ReadinessEvent>
{
    public void Report(ReadinessEvent value)
    {
        switch (value)
        {
            case ObjectStuck stuck:
                log.Warning("{0}", StuckText.Render(stuck.Report));
                break;
            case ReadinessChanged { After: { IsWarning: true } after }:
                log.Warning("{0}", $"{value.Subject}: {after.Message}");
                break;
            case ReadinessChanged { Before: { Status: not ReadinessStatus.Current }, After: { Status: ReadinessStatus.Current } after }:
                log.Information("{0}", $"{value.Subject} is ready: {after.Message}");
                break;
            case ReadinessChanged changed:
                log.Verbose("{0}", $"{value.Subject}: {changed.After.Message}");
                break;
        }
    }
}
