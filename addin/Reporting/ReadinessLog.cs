using Cake.Core.Diagnostics;
using Cake.Istio.Preflight;
using Cake.Istio.Readiness;

namespace Cake.Istio.Reporting;

/// <summary>Shows a wait as log lines: a line when an object becomes ready or something holds it up; steps in between at verbose.</summary>
internal sealed class ReadinessLog(ICakeLog log) : IProgress<ReadinessEvent>
{
    /// <summary>Shows what needs attention although nothing waits for it: a line for all objects of a kind that say the same.</summary>
    public static void WriteWarnings(ICakeLog log, ReadinessOutcome outcome)
    {
        foreach (var alike in outcome.Objects.Where(one => one.Result.IsWarning).GroupBy(one => (one.Subject.Kind, one.Result.Message)))
            log.Warning("{0}", $"{alike.Key.Kind} {alike.Select(one => $"{one.Subject.Namespace}/{one.Subject.Name}").Order(StringComparer.Ordinal).ToBoundedList()}: {alike.Key.Message}");
    }

    public void Report(ReadinessEvent value)
    {
        switch (value)
        {
            case ObjectStuck stuck:
                log.Warning("{0}", StuckText.Render(stuck.Report));
                break;
            case ReadinessChanged { Before: { Status: not ReadinessStatus.Current }, After: { Status: ReadinessStatus.Current, IsWarning: false } after }:
                log.Information("{0}", $"{value.Subject} is ready: {after.Message}");
                break;
            case ReadinessChanged changed:
                log.Verbose("{0}", $"{value.Subject}: {changed.After.Message}");
                break;
        }
    }
}
