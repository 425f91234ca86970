using Cake.Core;
using Cake.Core.IO;
using Cake.Istio.Tests.Cluster;
using Cake.Istio.Tools;

namespace Cake.Istio.Tests.Tools;

public sealed class TreeProcessRunnerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_program_reads_the_terminal_only_where_it_may(bool inheritsInput)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "what a standard input is can be seen in /proc only");
        var said = "";
        var settings = new ProcessSettings
        {
            Arguments = new ProcessArgumentBuilder().Append("/proc/self/fd/0"),
            RedirectedStandardOutputHandler = text =>
            {
                said += text;
                return null;
            },
        };
        using var process = new TreeProcessRunner(new FakeEnvironment(Environment.CurrentDirectory), new FakeLog(), inheritsInput).Start("/usr/bin/readlink", settings);
        process.WaitForExit();

        Assert.Equal(inheritsInput, said.Trim() == new FileInfo("/proc/self/fd/0").LinkTarget);
        Assert.NotEmpty(said);
    }
}
