using Cake.Istio.Manifests;

namespace Cake.Istio.Apply;

/// <summary>What makes an object the same object in every API version that serves it.</summary>
internal sealed record ObjectKey(string Group, string Kind, string? Namespace, string Name)
{
    /// <summary>The key of an object.</summary>
    public static ObjectKey Of(ObjectRef subject) => new(subject.Group, subject.Kind, subject.Namespace, subject.Name);

    /// <summary>Gives the same form as <see cref="ObjectRef"/>.</summary>
    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
