namespace Cake.Istio.Sandbox.Tables;

/// <summary>A column of a Table.</summary>
/// <param name="Name">The heading.</param>
/// <param name="Type">The OpenAPI type of its cells.</param>
/// <param name="Priority">0 is always shown; 1 with <c>-o wide</c>.</param>
internal sealed record TableColumn(string Name, string Type, long Priority)
{
    /// <summary>The OpenAPI format; <c>name</c> marks the column that identifies an object.</summary>
    public string Format { get; init; } = "";

    /// <summary>What it tells.</summary>
    public string Description { get; init; } = "";

    /// <summary>Reads a list such as <c>Name,Desired#,Node*</c>: <c>#</c> marks whole numbers, <c>?</c> booleans, <c>@</c> dates, <c>*</c> what only a wide table shows.</summary>
    public static IReadOnlyList<TableColumn> Parse(string columns) => [.. columns.Split(',').Select(One)];

    /// <summary>The entry of <c>columnDefinitions</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["type"] = Type,
        ["format"] = Format,
        ["description"] = Description,
        ["priority"] = Priority,
    };

    private static TableColumn One(string text)
    {
        var name = text.TrimEnd('#', '?', '@', '*');
        var type = text[name.Length..].TrimEnd('*') switch { "#" => "integer", "?" => "boolean", "@" => "date", _ => "string" };
        return new TableColumn(name, type, text[^1] == '*' ? 1 : 0)
        {
            Format = name == "Name" ? "name" : "",
        };
    }
}
