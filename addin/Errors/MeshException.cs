using Cake.Istio.Manifests;

namespace Cake.Istio.Errors;

/// <summary>
/// The one exception that leaves this addin: what went wrong, on which object, where it was written, and what to do next.
/// </summary>
/// <remarks>
/// Cake prints <see cref="Exception.Message"/>; it holds the code, the text, the source position and the hint.
/// <c>CakeException</c> is sealed since Cake 7, so this extends <see cref="Exception"/>.
/// </remarks>
public sealed class MeshException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">One of <see cref="ErrorCode"/>.</param>
    /// <param name="text">What went wrong, as one sentence with the server's own words where a server spoke.</param>
    /// <param name="hint">What to do next; a command or an option where one exists.</param>
    /// <param name="subject">The Kubernetes object concerned.</param>
    /// <param name="source">Where that object was written.</param>
    /// <param name="innerException">The cause.</param>
    public MeshException(
        string code,
        string text,
        string? hint = null,
        ObjectRef? subject = null,
        SourceLocation? source = null,
        Exception? innerException = null)
        : base(Compose(code, text, hint, subject, source), innerException)
    {
        Code = code;
        Text = text;
        Hint = hint;
        Subject = subject;
        Location = source;
    }

    /// <summary>The stable code, such as <c>MESH1003</c>; see <see cref="ErrorCode"/>.</summary>
    public string Code { get; }

    /// <summary>What went wrong, without code, position and hint.</summary>
    public string Text { get; }

    /// <summary>What to do next, or null where nothing is known to help.</summary>
    public string? Hint { get; }

    /// <summary>The Kubernetes object concerned, or null.</summary>
    public ObjectRef? Subject { get; }

    /// <summary>File, line and column of the object concerned, or null.</summary>
    public SourceLocation? Location { get; }

    private static string Compose(string code, string text, string? hint, ObjectRef? subject, SourceLocation? source)
    {
        var where = (subject, source) switch
        {
            (null, null) => "",
            (null, { } s) => $"{s}: ",
            ({ } o, null) => $"{o}: ",
            ({ } o, { } s) => $"{o} ({s}): ",
        };
        return hint is null ? $"{code}: {where}{text}" : $"{code}: {where}{text}{Environment.NewLine}  Next: {hint}";
    }
}
