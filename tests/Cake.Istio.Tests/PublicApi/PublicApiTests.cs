using System.Reflection;
using Cake.Istio.Frosting;
using Cake.Istio.Settings;
using Cake.Istio.Shared.Tests;
using PublicApiGenerator;

namespace Cake.Istio.Tests.PublicApi;

/// <summary>What other people's code can depend on; a change shows in the diff of an approved file.</summary>
public sealed class PublicApiTests
{
    // The attribute names a class that the compiler numbers anew whenever a method is added.
    private static readonly ApiGeneratorOptions Options = new()
    {
        IncludeAssemblyAttributes = false,
        ExcludeAttributes = [typeof(System.Runtime.CompilerServices.AsyncIteratorStateMachineAttribute).FullName!],
    };

    [Fact]
    public void Of_the_addin() => Matches(typeof(MeshSettings).Assembly);

    [Fact]
    public void Of_the_tasks() => Matches(typeof(MeshContext).Assembly);

    [Fact]
    public void Of_the_sandbox() => Matches(typeof(Sandbox.SandboxOptions).Assembly);

    private static void Matches(Assembly assembly) => Approved.Matches(assembly.GeneratePublicApi(Options), assembly.GetName().Name!);
}
