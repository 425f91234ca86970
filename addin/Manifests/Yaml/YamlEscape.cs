using System.Globalization;
using System.Text;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Escapes in double quotes (YAML 1.1, section 5.6, without what go-yaml leaves out).</summary>
internal static class YamlEscape
{
    /// <summary>Reads the escape whose backslash the cursor stands on.</summary>
    /// <exception cref="YamlException">It is none.</exception>
    internal static void Scan(YamlCursor cursor, StringBuilder into)
    {
        var start = cursor.Mark;
        var c = cursor.Peek(1);
        cursor.Skip(2);
        if (c is 'x' or 'u' or 'U')
            into.Append(Character(cursor, start, digits: c == 'x' ? 2 : c == 'u' ? 4 : 8));
        else
            into.Append(Simple(c) ?? throw new YamlException(start, $"'\\{c}' is no escape; in single quotes a backslash is a backslash"));
    }

    private static char? Simple(char c) => c switch
    {
        '0' => '\0',
        'a' => '\a',
        'b' => '\b',
        't' or '\t' => '\t',
        'n' => '\n',
        'v' => '\v',
        'f' => '\f',
        'r' => '\r',
        'e' => '\e',
        ' ' or '"' or '\'' or '\\' => c,
        'N' => '\u0085',
        '_' => '\u00A0',
        'L' => '\u2028',
        'P' => '\u2029',
        _ => null,
    };

    private static string Character(YamlCursor cursor, YamlMark start, int digits)
    {
        var text = new char[digits];
        for (var i = 0; i < digits; i++, cursor.Skip())
            text[i] = char.IsAsciiHexDigit(cursor.Current) ? cursor.Current : throw new YamlException(start, $"this escape needs {digits} hexadecimal digits");
        var value = uint.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return Rune.IsValid(value) ? new Rune(value).ToString() : throw new YamlException(start, "this escape stands for no character");
    }
}
