namespace Cake.Istio.Errors;

/// <content>21xx: preflight.</content>
public static partial class ErrorCode
{
    /// <summary>The cluster cannot take the release; the findings say why, each with a way out.</summary>
    public const string PreflightFailed = "MESH2101";

    /// <summary>The cluster no longer serves API versions that the release's objects are written in.</summary>
    public const string ApiVersionsNotServed = "MESH2102";

    /// <summary>The user may not do what the install needs; the text gives the missing rules.</summary>
    public const string PermissionMissing = "MESH2103";

    /// <summary>Another tool manages the mesh in this cluster, and taking it over was not asked for.</summary>
    public const string ForeignMesh = "MESH2104";
}
