using Cake.Core.Diagnostics;
using Cake.Istio.Apply;

namespace Cake.Istio.Reporting;

/// <summary>Shows an install as log lines: one for each object that something happened to; unchanged ones at verbose.</summary>
internal sealed class ApplyLog(ICakeLog log) : IProgress<ApplyEvent>
{
    public void Report(ApplyEvent value)
    {
        switch (value)
        {
            case ApplyEvent.ObjectDone { Change: { Action: ChangeAction.Failed } change }:
                log.Error("{0}", $"{change}");
                break;
            case ApplyEvent.ObjectDone { Change: { Action: ChangeAction.Skipped } change }:
                log.Warning("{0}", $"{change}");
                break;
            case ApplyEvent.ObjectDone { Change: { Action: ChangeAction.Unchanged } change }:
                log.Verbose("{0}", $"{change}");
                break;
            case ApplyEvent.ObjectDone done:
                log.Information("{0}", $"{done.Change}");
                break;
            case ApplyEvent.Waiting wait:
                log.Information("{0}", $"Waiting for {wait.What}");
                break;
            case ApplyEvent.Retrying retry:
                log.Verbose("{0}", $"{retry.Subject} is written again: {retry.Why}");
                break;
            case ApplyEvent.StageStarted started:
                log.Verbose("{0}", $"{started.Stage}: {started.Writes} to write");
                break;
        }
    }
}
