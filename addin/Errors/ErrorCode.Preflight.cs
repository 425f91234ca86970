namespace Cake.Istio.Errors;

/// <content>21xx: preflight.</content>
public static partial class ErrorCode
{
    /// <summary>The cluster cannot take the release; the findings say why, each with a way out.</summary>
    public const string PreflightFailed = "MESH2101";

    /// <summary>The cluster no longer serves API versions that the release's objects are written in.</summary>
    public const string ApiVersionsNotServed = "MESH2102";
}
