using System.Globalization;
using CsCheck;

namespace Cake.Istio.Tests.Manifests.Upgrade;

/// <summary>Holds a property against generated cases, the same in every run; CAKE_ISTIO_TEST_SEED takes others.</summary>
internal static class Property
{
    private static uint Seed => uint.Parse(Environment.GetEnvironmentVariable("CAKE_ISTIO_TEST_SEED") ?? "1", CultureInfo.InvariantCulture);

    /// <summary>The cases, one after another.</summary>
    internal static IEnumerable<T> Cases<T>(Gen<T> cases, int count)
    {
        var random = new PCG(Seed, 1);
        for (var index = 0; index < count; index++)
            yield return cases.Generate(random, null, out _);
    }

    /// <summary>Fails with the first case for which the property is false, and with its number.</summary>
    internal static void Holds<T>(Gen<T> cases, Func<T, bool> property, int count, Func<T, string> print)
    {
        foreach (var (index, item) in Cases(cases, count).Index())
            Assert.True(property(item), $"case {index} of seed {Seed}: {print(item)}");
    }
}
