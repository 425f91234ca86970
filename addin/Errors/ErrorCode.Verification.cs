namespace Cake.Istio.Errors;

public static partial class ErrorCode
{
    /// <summary>A check of the installed mesh failed; the findings name each.</summary>
    public const string VerificationFailed = "MESH2501";

    /// <summary>The files of a report cannot be written.</summary>
    public const string ReportFailed = "MESH2502";
}
