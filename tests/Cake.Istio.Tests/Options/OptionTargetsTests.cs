using Cake.Core;
using Cake.Istio.Errors;
using Cake.Istio.Frosting.Options;

namespace Cake.Istio.Tests.Options;

public sealed class OptionTargetsTests
{
    private static readonly CakeTask[] Tasks = [Task("Download"), Task("InstallMesh", "Download"), Task("Verify", "InstallMesh"), Task("Status"), Task("Uninstall"), Task("Deploy", "Status")];

    [Theory]
    [InlineData("purge", "Status", "--purge has no effect on Status")]
    [InlineData("purge", "Verify", "--purge has no effect on Verify")]
    [InlineData("mode=strict", "Status", "--mode has no effect on Status")]
    [InlineData("mode=strict", "Download", "--mode has no effect on Download")]
    [InlineData("gateway=keep", "Download", "--gateway has no effect on Download")]
    [InlineData("namespace=mesh", "Download", "--namespace has no effect on Download")]
    [InlineData("upgrade-apis", "Status", "--upgrade-apis has no effect on Status")]
    [InlineData("wait=false", "Uninstall", "--wait has no effect on Uninstall")]
    [InlineData("force-conflicts", "Download", "--force-conflicts has no effect on Download")]
    public void An_option_that_no_task_of_the_run_looks_at_is_refused(string argument, string target, string message)
    {
        var error = Assert.Throws<MeshException>(() => Check(new FakeContext(argument), target));
        Assert.Equal((ErrorCode.OptionWithoutEffect, message), (error.Code, error.Text));
    }

    [Theory]
    [InlineData("purge", "uninstall")]
    [InlineData("mode=strict", "Verify")]
    [InlineData("prune=false", "Verify")]
    [InlineData("gateway=keep", "Verify")]
    [InlineData("timeout=5m", "Status")]
    [InlineData("namespace=mesh", "Status")]
    [InlineData("context=production", "Download")]
    public void One_that_a_dependency_looks_at_passes(string argument, string target) => Check(new FakeContext(argument), target);

    [Fact]
    public void One_of_several_targets_is_enough() => Check(new FakeContext("purge"), "Status", "Uninstall");

    [Fact]
    public void The_environment_and_the_configuration_are_for_all_runs() =>
        Check(new FakeContext { Variables = { ["CAKE_MESH_PURGE"] = "true" }, Configured = { ["Mesh_mode"] = "strict" } }, "Status");

    [Fact]
    public void A_task_of_the_hosts_own_may_look_at_any_option() => Check(new FakeContext("purge"), "Deploy");

    private static void Check(FakeContext context, params string[] targets) => OptionTargets.Check(new(context, MeshOptions.All), Tasks, targets);

    private static CakeTask Task(string name, params string[] dependencies)
    {
        var task = new CakeTask(name);
        foreach (var dependency in dependencies)
            task.Dependencies.Add(new(dependency, true));
        return task;
    }
}
