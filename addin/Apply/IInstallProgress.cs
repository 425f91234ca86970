using Cake.Istio.Readiness;

namespace Cake.Istio.Apply;

/// <summary>Is told how an install goes: what is written, and what is waited for. Called from several threads.</summary>
internal interface IInstallProgress : IProgress<ApplyEvent>, IProgress<ReadinessEvent>;
