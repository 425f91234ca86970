using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Readiness;
using Cake.Istio.Settings;

namespace Cake.Istio.Verification;

/// <summary>The mesh-wide mutual TLS mode, and what decides it.</summary>
/// <param name="State">The mode.</param>
/// <param name="Evidence">What says so.</param>
/// <param name="Policy">The policy that decides it, or null where none is there.</param>
internal sealed record MeshMtls(MtlsState State, string Evidence, JsonObject? Policy)
{
    /// <summary>The mode as a word.</summary>
    public string Word => State.ToString().ToLowerInvariant();

    /// <summary>The command that takes a policy away which this installer does not change; null where it does, and where none is there.</summary>
    public string? Removal => Policy is null || (ManagedFieldsEntry.Read(Policy).Any(entry => entry.IsInstaller) && !HasSelector(Policy))
        ? null
        : $"kubectl delete {Policy.Text("kind")?.ToLowerInvariant()} {Policy.Name()}{(Policy.Text("metadata", "namespace") is { } ns ? $" -n {ns}" : "")}";

    /// <summary>Whether it is the mode that was asked for.</summary>
    /// <param name="mode">The mode asked for.</param>
    /// <param name="release">What the release's own policies come to: through 1.0, a manifest may leave mutual TLS off.</param>
    public bool Is(MtlsMode mode, MeshMtls release) => mode == MtlsMode.Strict
        ? State == MtlsState.Strict
        : State == MtlsState.Permissive || (State == MtlsState.Disabled && release.State == MtlsState.Disabled);

    /// <summary>Whether a policy is for some workloads only.</summary>
    public static bool HasSelector(JsonObject policy) => policy.At("spec", "selector", "matchLabels") is JsonObject { Count: > 0 };
}
