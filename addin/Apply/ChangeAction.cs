namespace Cake.Istio.Apply;

/// <summary>What happens, or happened, to one object.</summary>
public enum ChangeAction
{
    /// <summary>It did not exist.</summary>
    Created,

    /// <summary>It existed and was different.</summary>
    Configured,

    /// <summary>Nothing was written.</summary>
    Unchanged,

    /// <summary>It was removed.</summary>
    Deleted,

    /// <summary>It was left alone because something it needs is missing; the message says what.</summary>
    Skipped,

    /// <summary>The server refused it; the message holds its words.</summary>
    Failed,
}
