using System.Diagnostics;
using Cake.Core.IO;

namespace Cake.Istio.Tools;

/// <summary>A program together with what it starts. Its output goes to the handlers that it was started with, and nowhere else.</summary>
/// <param name="process">The program.</param>
/// <param name="output">Complete when its output has ended.</param>
internal sealed class TreeProcess(Process process, Task output) : IProcess
{
    // What a program has printed is in the pipe when it ends, so only somebody else keeps it open.
    private static readonly TimeSpan PatienceWithOutput = TimeSpan.FromSeconds(5);

    /// <exception cref="IOException">The program has ended, but its output has not.</exception>
    public void WaitForExit()
    {
        process.WaitForExit();
        if (!output.Wait(PatienceWithOutput))
            throw new IOException("ended, but a program that it has started goes on and holds its output.");
    }

    public bool WaitForExit(int milliseconds)
    {
        if (process.WaitForExit(milliseconds))
            return true;
        Kill();
        return false;
    }

    public int GetExitCode() => process.ExitCode;

    public IEnumerable<string> GetStandardError() => [];

    public IEnumerable<string> GetStandardOutput() => [];

    public void Kill()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    public void Dispose() => process.Dispose();
}
