namespace Cake.Istio.Apply;

/// <summary>The words of <see cref="ChangeAction"/>.</summary>
public static class ChangeActionExtensions
{
    /// <summary>The word that kubectl uses, such as <c>configured</c>.</summary>
    /// <param name="action">The action.</param>
    public static string Word(this ChangeAction action) => action switch
    {
        ChangeAction.Created => "created",
        ChangeAction.Configured => "configured",
        ChangeAction.Unchanged => "unchanged",
        ChangeAction.Deleted => "deleted",
        ChangeAction.Skipped => "skipped",
        ChangeAction.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
    };
}
