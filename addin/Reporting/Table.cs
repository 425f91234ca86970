namespace Cake.Istio.Reporting;

/// <summary>A table as kubectl prints it: a title, columns, and rows of text.</summary>
/// <param name="Title">What the rows are, such as <c>pods</c>.</param>
/// <param name="Columns">The column headings.</param>
/// <param name="Rows">The cells, as many in each row as there are columns.</param>
public sealed record Table(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
