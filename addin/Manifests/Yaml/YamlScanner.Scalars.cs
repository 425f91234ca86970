using System.Text;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Scalars whose extent depends on the indentation.</summary>
internal sealed partial class YamlScanner
{
    private readonly YamlFolding _space = new();

    private void FetchBlockScalar()
    {
        RemoveKey();
        _keyAllowed = true;
        var start = cursor.Mark;
        _queue.Add(new(YamlTokenKind.QuotedScalar, start, new YamlBlockScanner(cursor, _indent).Scan()));
    }

    private YamlToken PlainScalar()
    {
        var start = cursor.Mark;
        var first = PlainPart();
        StringBuilder? all = null;
        _space.Reset();
        while (YamlCharacter.IsBlank(cursor.Current) || YamlCharacter.IsBreak(cursor.Current))
        {
            if (!_space.Take(cursor, _indent + 1))
                throw new YamlException(cursor.Mark, "a tab cannot indent; use spaces");
            if ((!InFlow && cursor.Indent <= _indent) || cursor.IsAtDocumentMark() || cursor.Current == '#')
                break;
            if (PlainPart() is not { Length: > 0 } part)
                break;
            all ??= new(first);
            _space.Flush(all);
            all.Append(part);
        }

        if (_space.HasBreak)
            _keyAllowed = true;
        return new(YamlTokenKind.PlainScalar, start, all?.ToString() ?? first);
    }

    private string PlainPart()
    {
        var start = cursor.Mark.Offset;
        for (var c = cursor.Current; !YamlCharacter.IsSpaceOrEnd(c); c = cursor.Current)
        {
            if ((c == ':' && YamlCharacter.IsSpaceOrEnd(cursor.Peek(1))) || (InFlow && YamlCharacter.IsFlowIndicator(c)))
                break;
            cursor.Skip();
        }

        return cursor.TextSince(start);
    }
}
