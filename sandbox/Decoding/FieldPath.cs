namespace Cake.Istio.Sandbox.Decoding;

/// <summary>Where a value stands, in the two notations of Go's decoder; built only when a message needs it.</summary>
/// <param name="Parent">The surrounding value's place; null at the root.</param>
/// <param name="Step">A field's or key's name, or <c>[3]</c>.</param>
/// <param name="Owner">The Go name of the struct whose field it is; null for keys and indexes.</param>
internal sealed record FieldPath(FieldPath? Parent, string Step, string? Owner)
{
    /// <summary>With indexes and keys: <c>spec.ports[0].port</c>.</summary>
    public string Full => Parent is null ? Step : Step.StartsWith('[') ? Parent.Full + Step : $"{Parent.Full}.{Step}";

    /// <summary>Fields only, after the struct of the innermost: <c>ServicePort.spec.ports.port</c>.</summary>
    public string GoField
    {
        get
        {
            var names = new List<string>();
            string? owner = null;
            for (var path = this; path is not null; path = path.Parent)
            {
                if (path.Owner is null)
                    continue;
                owner ??= path.Owner;
                names.Insert(0, path.Step);
            }
            return $"{owner}.{string.Join('.', names)}";
        }
    }
}
