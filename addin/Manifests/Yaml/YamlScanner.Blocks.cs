namespace Cake.Istio.Manifests.Yaml;

/// <summary>Indentation, and the indicators of block collections.</summary>
internal sealed partial class YamlScanner
{
    private readonly Stack<int> _indents = [];
    private int _indent = -1;

    private void SkipToToken()
    {
        while (true)
        {
            if (cursor.Indent == 0 && cursor.Current == '\uFEFF')
                cursor.Skip();
            while (cursor.Current == ' ' || (cursor.Current == '\t' && (InFlow || !_keyAllowed)))
                cursor.Skip();
            cursor.SkipComment();
            if (!YamlCharacter.IsBreak(cursor.Current))
                return;
            cursor.ReadBreak();
            if (!InFlow)
                _keyAllowed = true;
        }
    }

    private void BeginBlock(YamlTokenKind kind, YamlMark mark, int token)
    {
        if (InFlow || _indent >= mark.Indent)
            return;
        _indents.Push(_indent);
        _indent = mark.Indent;
        _queue.Insert(_head + token - _taken, new(kind, mark));
    }

    private void EndBlocks(int indent)
    {
        if (InFlow)
            return;
        for (; _indent > indent; _indent = _indents.Pop())
            _queue.Add(new(YamlTokenKind.BlockEnd, cursor.Mark));
    }

    private void FetchBlockEntry()
    {
        if (!InFlow)
        {
            if (!_keyAllowed)
                throw new YamlException(cursor.Mark, "a list cannot begin here");
            BeginBlock(YamlTokenKind.BlockSequenceStart, cursor.Mark, NextToken);
        }

        RemoveKey();
        _keyAllowed = true;
        AddIndicator(YamlTokenKind.BlockEntry);
    }

    private void FetchKey()
    {
        if (!InFlow)
        {
            if (!_keyAllowed)
                throw new YamlException(cursor.Mark, "a key cannot begin here");
            BeginBlock(YamlTokenKind.BlockMappingStart, cursor.Mark, NextToken);
        }

        RemoveKey();
        _keyAllowed = !InFlow;
        AddIndicator(YamlTokenKind.Key);
    }

    private void FetchValue()
    {
        var key = _keys[^1];
        if (IsPossible(key))
        {
            _queue.Insert(_head + key.Token - _taken, new(YamlTokenKind.Key, key.Mark));
            BeginBlock(YamlTokenKind.BlockMappingStart, key.Mark, key.Token);
            key.Possible = false;
            _keyByToken.Remove(key.Token);
            _keyAllowed = false;
        }
        else
        {
            if (!InFlow && !_keyAllowed)
                throw new YamlException(cursor.Mark, "a second ':' cannot follow here; put quotes around the text");
            BeginBlock(YamlTokenKind.BlockMappingStart, cursor.Mark, NextToken);
            _keyAllowed = !InFlow;
        }

        AddIndicator(YamlTokenKind.Value);
    }

    private void AddIndicator(YamlTokenKind kind)
    {
        _queue.Add(new(kind, cursor.Mark));
        cursor.Skip();
    }
}
