using Cake.Istio.Apply;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Reporting;
using Cake.Istio.Sandbox;

namespace Cake.Istio.Tests.Apply;

public sealed class ObjectWriterTests
{
    private static readonly KubeObject Namespace = Sample.Named("v1", "Namespace", null, "istio-system");

    [Fact]
    public async Task A_job_that_has_completed_is_made_anew_when_it_changes()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.WaitForReadyAsync(await fixture.InstallAsync([Namespace, Job("i:1")]));
        var before = (await fixture.GetAsync("batch/v1", "Job", "istio-system", "job"))!;

        var change = Assert.Single((await fixture.InstallAsync([Namespace, Job("i:2")])).Changes, change => change.Subject.Kind == "Job");

        Assert.Equal(ChangeAction.Configured, change.Action);
        var after = (await fixture.GetAsync("batch/v1", "Job", "istio-system", "job"))!;
        Assert.NotEqual((string?)before["metadata"]!["uid"], (string?)after["metadata"]!["uid"]);
        Assert.Equal("i:2", (string?)after["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]);
    }

    [Fact]
    public async Task A_job_that_still_runs_needs_recreate_by_whoever_knows_what_it_does()
    {
        await using var fixture = await SandboxFixture.StartAsync(new SandboxOptions { Faults = "pod=job-*,reason=ContainerCreating" });
        await fixture.InstallAsync([Namespace, Job("i:1")]);

        var refused = Assert.Throws<MeshException>((await fixture.PlanAsync([Namespace, Job("i:2")])).EnsureAccepted);

        Assert.Equal(ErrorCode.NeedsRecreate, refused.Code);
        Assert.Contains("needs recreate: spec.template", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_has_failed_runs_again_although_nothing_of_it_changes()
    {
        await using var fixture = await SandboxFixture.StartAsync(new SandboxOptions { Faults = "pod=job-*,reason=Error" });
        var failure = await Assert.ThrowsAsync<MeshException>(async () => await fixture.WaitForReadyAsync(await fixture.InstallAsync([Namespace, Job("i:1", "Never")])));
        Assert.Equal(ErrorCode.CannotBecomeReady, failure.Code);
        await fixture.Sandbox.SetFaultsAsync("", fixture.Cancel);

        var planned = Assert.Single((await fixture.PlanAsync([Namespace, Job("i:1", "Never")])).Changes, change => change.IsWrite);
        Assert.Equal("Job istio-system/job has failed", Assert.Single(StatusText.Drift(planned)));
        var changes = await fixture.InstallAsync([Namespace, Job("i:1", "Never")]);

        Assert.Equal("Job istio-system/job configured: the failed Job is deleted and runs again", Assert.Single(changes.Changes, change => change.IsWritten).ToString());
        await fixture.WaitForReadyAsync(changes);
    }

    [Fact]
    public async Task What_changed_while_it_was_written_is_written_again_and_that_is_said()
    {
        await using var fixture = await SandboxFixture.StartAsync(new SandboxOptions { Faults = "status=409,times=2,method=PATCH,path=*/namespaces/istio-system" });
        // The plan asks too, by a dry run.
        var plan = await fixture.PlanAsync([Namespace]);

        var (action, _) = await new ObjectWriter(fixture.Connection, fixture.Deadline, OwnServices.None, new ApplyLog(fixture.Log)).WriteAsync(plan.Changes[0], fixture.Cancel);

        Assert.Equal(ChangeAction.Created, action);
        Assert.Contains(fixture.Log.Lines, line => line.Text.StartsWith("Namespace istio-system is written again: it changed meanwhile: ", StringComparison.Ordinal));
    }

    private static KubeObject Job(string image, string restartPolicy = "OnFailure") => Sample.Object($$"""
        {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "job", "namespace": "istio-system"},
         "spec": {"backoffLimit": 0, "template": {"spec": {"restartPolicy": "{{restartPolicy}}", "containers": [{"name": "c", "image": "{{image}}"} ] } } } }
        """);
}
