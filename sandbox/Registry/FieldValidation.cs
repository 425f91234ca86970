namespace Cake.Istio.Sandbox.Registry;

/// <summary>What becomes of fields that the server does not know (<c>fieldValidation</c>).</summary>
internal enum FieldValidation
{
    /// <summary>Accept and tell in a Warning header; the server's default.</summary>
    Warn,

    /// <summary>Drop silently.</summary>
    Ignore,

    /// <summary>Refuse.</summary>
    Strict,
}
