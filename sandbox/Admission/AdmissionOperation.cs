namespace Cake.Istio.Sandbox.Admission;

/// <summary>What a request does, as admission sees it.</summary>
internal enum AdmissionOperation
{
    /// <summary>POST, and a server-side apply that creates.</summary>
    Create,

    /// <summary>PUT and PATCH.</summary>
    Update,

    /// <summary>DELETE.</summary>
    Delete,

    /// <summary>Requests such as exec and port-forward.</summary>
    Connect,
}
