using System.Text;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Reads a scalar in single or double quotes.</summary>
internal static class YamlQuotedScanner
{
    /// <summary>Reads the scalar that begins at the cursor.</summary>
    /// <exception cref="YamlException">It does not end, or has an escape that is none.</exception>
    internal static string Scan(YamlCursor cursor)
    {
        var start = cursor.Mark;
        var quote = cursor.Current;
        var value = new StringBuilder();
        var space = new YamlFolding();
        cursor.Skip();
        while (true)
        {
            if (cursor.Current == YamlCharacter.End || cursor.IsAtDocumentMark())
                throw new YamlException(start, "the quotes that open here are not closed");
            Part(cursor, quote, value, space);
            if (cursor.Current == quote)
                break;
            space.Take(cursor);
            space.Flush(value);
        }

        cursor.Skip();
        return value.ToString();
    }

    private static void Part(YamlCursor cursor, char quote, StringBuilder value, YamlFolding space)
    {
        while (!YamlCharacter.IsSpaceOrEnd(cursor.Current))
        {
            if (quote == '\'' && cursor.Current == quote && cursor.Peek(1) == quote)
            {
                value.Append(quote);
                cursor.Skip(2);
            }
            else if (cursor.Current == quote)
            {
                return;
            }
            else if (quote == '"' && cursor.Current == '\\' && YamlCharacter.IsBreak(cursor.Peek(1)))
            {
                cursor.Skip();
                space.TakeEscapedBreak(cursor);
                return;
            }
            else if (quote == '"' && cursor.Current == '\\')
            {
                YamlEscape.Scan(cursor, value);
            }
            else
            {
                value.Append(cursor.Current);
                cursor.Skip();
            }
        }
    }
}
