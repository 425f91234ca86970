namespace Cake.Istio.Apply.Inventory;

/// <summary>How far the install got that a record is about.</summary>
public enum RecordState
{
    /// <summary>Writing has begun and has not ended well: objects of the last install and of this one may be there.</summary>
    Installing,

    /// <summary>Everything was written, but not everything of it became ready while the install waited.</summary>
    Unready,

    /// <summary>Everything was written, and became ready if the install waited for that.</summary>
    Installed,

    /// <summary>Removing has begun and has not ended: some of the objects may be there and some not.</summary>
    Removing,
}
