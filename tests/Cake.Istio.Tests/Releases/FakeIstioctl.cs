using Cake.Istio.Releases;

namespace Cake.Istio.Tests.Releases;

/// <summary>Prints what a test tells it to, and notes what it was asked.</summary>
internal sealed class FakeIstioctl : IIstioctl
{
    public string Output { get; set; } = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: rendered}\n";

    public string? Program { get; private set; }

    public IReadOnlyList<string> Values { get; private set; } = [];

    public Task<string> GenerateAsync(string program, IReadOnlyList<string> set, CancellationToken cancellationToken)
    {
        (Program, Values) = (program, set);
        return Task.FromResult(Output);
    }
}
