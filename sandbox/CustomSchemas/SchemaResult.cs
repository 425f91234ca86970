namespace Cake.Istio.Sandbox.CustomSchemas;

/// <summary>What a validation found, and how much it looked at: the latter tells which alternative came closest.</summary>
internal sealed class SchemaResult
{
    private readonly List<SchemaError> _errors = [];

    /// <summary>The errors, in the order found.</summary>
    public IReadOnlyList<SchemaError> Errors => _errors;

    /// <summary>Is there none?</summary>
    public bool IsValid => _errors.Count == 0;

    /// <summary>The number of checks made.</summary>
    public int Matches { get; private set; }

    /// <summary>Counts a check.</summary>
    public void Count() => Matches++;

    /// <summary>Takes an error in.</summary>
    public void Add(SchemaError error) => _errors.Add(error);

    /// <summary>Takes another result in.</summary>
    public void Merge(SchemaResult other)
    {
        _errors.AddRange(other._errors);
        Matches += other.Matches;
    }
}
