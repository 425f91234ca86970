namespace Cake.Istio.Manifests;

/// <summary>One object that was rewritten.</summary>
/// <param name="Subject">The object as it is now.</param>
/// <param name="Source">Where it was read.</param>
/// <param name="From">The API version that it was written in.</param>
/// <param name="To">The API version that it is in now; the same where only parts of it were out of date.</param>
/// <param name="Notes">What else changed, a sentence each; empty where a new name of the version was all.</param>
public sealed record ApiRewrite(ObjectRef Subject, SourceLocation Source, string From, string To, IReadOnlyList<string> Notes);
