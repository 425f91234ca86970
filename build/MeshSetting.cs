namespace Cake.Istio.Build;

/// <summary>An option in the way of Cake's configuration: <c>[Mesh]</c> in <c>cake.config</c>, <c>--mesh_name=value</c> on the command line.</summary>
internal static class MeshSetting
{
    /// <summary>The section.</summary>
    public const string Section = "Mesh";

    /// <summary>The option as Cake's setting, such as <c>mesh_mode</c>.</summary>
    public static string Of(string option) => $"mesh_{option}";

    /// <summary>Whether a setting of Cake is meant for an option: it is of the section, or of one written much like it with an option's name.</summary>
    /// <param name="setting">The setting, such as <c>mehs_mode</c>.</param>
    /// <param name="options">The names of the options.</param>
    public static bool IsMeant(string setting, IEnumerable<string> options) =>
        setting.Split('_', 2) is [var section, var name] && (IsSection(section) || (IsMeantFor(section) && options.Contains(name, StringComparer.OrdinalIgnoreCase)));

    /// <summary>Whether it is the section.</summary>
    public static bool IsSection(string section) => section.Equals(Section, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the section may be meant: one letter is wrong, or all are there in another order. Two of four letters, as in <c>[Test]</c>, are another name.</summary>
    public static bool IsMeantFor(string section) => NameSuggestion.Difference(section, Section) <= 1 || Letters(section).SequenceEqual(Letters(Section));

    private static IEnumerable<char> Letters(string section) => section.ToLowerInvariant().Order();
}
