using System.Text.RegularExpressions;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Where documents end, directives, and names.</summary>
internal sealed partial class YamlScanner
{
    private void FetchEnd()
    {
        EndBlocks(-1);
        // Also those before open brackets: no ':' will come, and who looks for one would look for ever.
        foreach (var key in _keys.Where(key => key.Possible))
            Forget(key);
        _keyAllowed = false;
        _queue.Add(new(YamlTokenKind.End, cursor.Mark));
    }

    private void FetchDocumentMark(YamlTokenKind kind)
    {
        EndBlocks(-1);
        RemoveKey();
        _keyAllowed = false;
        _queue.Add(new(kind, cursor.Mark));
        cursor.Skip(3);
    }

    // Only its form is checked: what a directive says would count for a following '---', which kubectl never hands to YAML.
    private void FetchDirective()
    {
        EndBlocks(-1);
        RemoveKey();
        _keyAllowed = false;
        var line = cursor.RestOfLine();
        if (!DirectiveSyntax().IsMatch(line))
            throw new YamlException(cursor.Mark, "this line is no directive; put quotes around a text that begins with '%'");
        _queue.Add(new(YamlTokenKind.Directive, cursor.Mark));
        cursor.Skip(line.Length);
    }

    private string ScanName()
    {
        var mark = cursor.Mark;
        cursor.Skip();
        while (YamlCharacter.IsWord(cursor.Current))
            cursor.Skip();
        var name = cursor.TextSince(mark.Offset + 1);
        if (name.Length == 0 || !(YamlCharacter.IsSpaceOrEnd(cursor.Current) || cursor.Current is '?' or ':' or ',' or ']' or '}' or '%' or '@' or '`'))
            throw new YamlException(mark, "the name of an anchor has letters, digits, '-' and '_' only; put quotes around a text that begins with '*' or '&'");
        return name;
    }

    [GeneratedRegex(
        @"^%(YAML[ \t]*[0-9]{1,2}\.[0-9]{1,2}[ \t]*(#.*)?|TAG[ \t]*!([0-9A-Za-z_-]*!)?[ \t]+([0-9A-Za-z_;/?:@&=+$,.!~*'()\[\]-]|%[0-9A-Fa-f]{2})+([ \t]+(#.*)?)?)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex DirectiveSyntax();
}
