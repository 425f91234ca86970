using System.Text;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Reads a tag and gives it in its long form: <c>!!str</c> is <c>tag:yaml.org,2002:str</c>.</summary>
internal static class YamlTagScanner
{
    private const string Undelimited = "white space must follow a tag";

    /// <summary>Reads the tag that begins at the cursor.</summary>
    /// <exception cref="YamlException">It is no tag, or has a handle that nothing defines.</exception>
    internal static string Scan(YamlCursor cursor)
    {
        var start = cursor.Mark;
        var tag = cursor.Peek(1) == '<' ? Verbatim(cursor, start) : Shorthand(cursor, start);
        return YamlCharacter.IsSpaceOrEnd(cursor.Current) ? tag : throw new YamlException(start, Undelimited);
    }

    private static string Verbatim(YamlCursor cursor, YamlMark start)
    {
        cursor.Skip(2);
        var uri = Uri(cursor, start);
        if (uri.Length == 0 || cursor.Current != '>')
            throw new YamlException(start, "the tag has no end ('>')");
        cursor.Skip();
        return uri;
    }

    private static string Shorthand(YamlCursor cursor, YamlMark start)
    {
        cursor.Skip();
        while (YamlCharacter.IsWord(cursor.Current))
            cursor.Skip();
        if (cursor.Current != '!')
            return cursor.TextSince(start.Offset) + Uri(cursor, start);
        cursor.Skip();
        var handle = cursor.TextSince(start.Offset);
        var suffix = Uri(cursor, start);
        return (handle, suffix) switch
        {
            (_, "") => throw new YamlException(start, "the tag has no name"),
            ("!!", _) => YamlTag.Prefix + suffix,
            _ => throw new YamlException(start, $"nothing defines the tag handle '{handle}'"),
        };
    }

    private static string Uri(YamlCursor cursor, YamlMark start)
    {
        var bytes = new List<byte>();
        while (YamlCharacter.IsWord(cursor.Current) || ";/?:@&=+$,.!~*'()[]%".Contains(cursor.Current, StringComparison.Ordinal))
            bytes.Add(cursor.Current == '%' ? Octet(cursor, start) : (byte)Take(cursor));
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static char Take(YamlCursor cursor)
    {
        var c = cursor.Current;
        cursor.Skip();
        return c;
    }

    private static byte Octet(YamlCursor cursor, YamlMark start)
    {
        if (!char.IsAsciiHexDigit(cursor.Peek(1)) || !char.IsAsciiHexDigit(cursor.Peek(2)))
            throw new YamlException(start, "two hexadecimal digits must follow '%' in a tag");
        cursor.Skip();
        return Convert.FromHexString([Take(cursor), Take(cursor)])[0];
    }
}
