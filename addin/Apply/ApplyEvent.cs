using Cake.Istio.Manifests;

namespace Cake.Istio.Apply;

/// <summary>Something that a progress display can show while an install writes.</summary>
internal abstract record ApplyEvent
{
    /// <summary>A plan is about to be carried out.</summary>
    /// <param name="Objects">How many objects each step has.</param>
    internal sealed record Started(IReadOnlyDictionary<Stage, int> Objects) : ApplyEvent;

    /// <summary>A step begins.</summary>
    /// <param name="Stage">The step.</param>
    /// <param name="Writes">How many of its objects are going to be written.</param>
    internal sealed record StageStarted(Stage Stage, int Writes) : ApplyEvent;

    /// <summary>An object is done.</summary>
    /// <param name="Change">What happened to it.</param>
    /// <param name="IsFirst">False for an object that was done before and then did not come to life.</param>
    internal sealed record ObjectDone(Change Change, bool IsFirst) : ApplyEvent;

    /// <summary>An object changed while it was written, or the mesh's own webhook did not answer yet; it is written again.</summary>
    /// <param name="Subject">The object.</param>
    /// <param name="Why">Which of both, with the server's words.</param>
    internal sealed record Retrying(ObjectRef Subject, string Why) : ApplyEvent;

    /// <summary>Nothing can go on before something happens in the cluster.</summary>
    /// <param name="Stage">The step that waits.</param>
    /// <param name="What">What it waits for, such as <c>28 custom resource definitions to be established</c>.</param>
    internal sealed record Waiting(Stage Stage, string What) : ApplyEvent;
}
