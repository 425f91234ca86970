namespace Cake.Istio.Manifests.Yaml;

/// <summary>Divides a document into tokens the way libyaml does, which go-yaml v2 and so kubectl are built on.</summary>
/// <remarks>
/// Own-written because YamlDotNet reads YAML 1.2's rules of indentation into YAML 1.1: it refuses flow collections and quoted texts
/// that continue on a less indented line, and blank lines before a block scalar's text, all of which kubectl takes.
/// </remarks>
internal sealed partial class YamlScanner(YamlCursor cursor)
{
    private readonly List<YamlToken> _queue = [];
    private int _head;
    private int _taken;

    /// <summary>The next token, which stays.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    internal YamlToken Peek()
    {
        while (_head == _queue.Count || HeadMayBeKey())
            Fetch();
        return _queue[_head];
    }

    /// <summary>The next token, which goes.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    internal YamlToken Take()
    {
        var token = Peek();
        _taken++;
        if (++_head == _queue.Count)
        {
            _queue.Clear();
            _head = 0;
        }

        return token;
    }

    private void Fetch()
    {
        SkipToToken();
        EndBlocks(cursor.Indent);
        switch (cursor.Current)
        {
            case YamlCharacter.End:
                FetchEnd();
                break;
            case '%' when cursor.Indent == 0:
                FetchDirective();
                break;
            case '-' when cursor.IsAtDocumentMark('-'):
                FetchDocumentMark(YamlTokenKind.DocumentStart);
                break;
            case '.' when cursor.IsAtDocumentMark('.'):
                FetchDocumentMark(YamlTokenKind.DocumentEnd);
                break;
            default:
                FetchContent(cursor.Current, cursor.Peek(1));
                break;
        }
    }

    private void FetchContent(char current, char next)
    {
        switch (current)
        {
            case '[':
                FetchFlowStart(YamlTokenKind.FlowSequenceStart);
                break;
            case '{':
                FetchFlowStart(YamlTokenKind.FlowMappingStart);
                break;
            case ']':
                FetchFlowEnd(YamlTokenKind.FlowSequenceEnd);
                break;
            case '}':
                FetchFlowEnd(YamlTokenKind.FlowMappingEnd);
                break;
            case ',':
                FetchFlowEntry();
                break;
            case '-' when YamlCharacter.IsSpaceOrEnd(next):
                FetchBlockEntry();
                break;
            case '?' when InFlow || YamlCharacter.IsSpaceOrEnd(next):
                FetchKey();
                break;
            case ':' when InFlow || YamlCharacter.IsSpaceOrEnd(next):
                FetchValue();
                break;
            default:
                FetchNode(current);
                break;
        }
    }

    private void FetchNode(char current)
    {
        if (!InFlow && current is ('|' or '>'))
        {
            FetchBlockScalar();
            return;
        }

        if (current == '\t')
            throw new YamlException(cursor.Mark, "a tab cannot indent; use spaces");
        SaveKey();
        _keyAllowed = false;
        var start = cursor.Mark;
        var token = current switch
        {
            '*' => new YamlToken(YamlTokenKind.Alias, start, ScanName()),
            '&' => new YamlToken(YamlTokenKind.Anchor, start, ScanName()),
            '!' => new YamlToken(YamlTokenKind.Tag, start, YamlTagScanner.Scan(cursor)),
            '\'' or '"' => new YamlToken(YamlTokenKind.QuotedScalar, start, YamlQuotedScanner.Scan(cursor)),
            '-' or '?' or ':' => PlainScalar(),
            _ when YamlCharacter.IsIndicator(current) => throw new YamlException(start, $"'{current}' cannot begin a value; put quotes around it"),
            _ => PlainScalar(),
        };
        _queue.Add(token);
    }
}
