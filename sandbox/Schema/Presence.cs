namespace Cake.Istio.Sandbox.Schema;

/// <summary>When a server writes a field: what Go's json tag and the field's type decide.</summary>
internal enum Presence
{
    /// <summary>Written unless it is empty: null, zero, "", [] or a map without entries.</summary>
    WhenNotEmpty,

    /// <summary>A pointer: written whenever it was given, also as zero.</summary>
    WhenGiven,

    /// <summary>Written always; an absent list is null, an absent scalar zero, an absent struct {}.</summary>
    Always,
}
