namespace Cake.Istio.Manifests.Yaml;

/// <summary>Simple keys: a node of which only a later <c>:</c> shows that it is a key.</summary>
internal sealed partial class YamlScanner
{
    // The furthest that a ':' may be from the start of its key (YAML 1.1, section 7.3).
    private const int LongestKey = 1024;

    private readonly List<SimpleKey> _keys = [new()];
    private readonly Dictionary<int, SimpleKey> _keyByToken = [];
    private bool _keyAllowed = true;

    private int NextToken => _taken + _queue.Count - _head;

    private bool HeadMayBeKey() => _keyByToken.TryGetValue(_taken, out var key) && IsPossible(key);

    private bool IsPossible(SimpleKey key)
    {
        if (!key.Possible)
            return false;
        if (key.Mark.Line == cursor.Mark.Line && key.Mark.Offset + LongestKey >= cursor.Mark.Offset)
            return true;
        Forget(key);
        return false;
    }

    private void SaveKey()
    {
        if (!_keyAllowed)
            return;
        RemoveKey();
        var key = new SimpleKey { Possible = true, Required = !InFlow && _indent == cursor.Indent, Token = NextToken, Mark = cursor.Mark };
        _keys[^1] = key;
        _keyByToken[key.Token] = key;
    }

    private void RemoveKey()
    {
        if (_keys[^1].Possible)
            Forget(_keys[^1]);
    }

    private void Forget(SimpleKey key)
    {
        if (key.Required)
            throw new YamlException(key.Mark, "this has to be a key, but no ':' follows it on its line");
        key.Possible = false;
        _keyByToken.Remove(key.Token);
    }

    private sealed class SimpleKey
    {
        internal bool Possible { get; set; }

        /// <summary>Whether nothing but a key can stand here: at the indentation of a block mapping.</summary>
        internal bool Required { get; init; }

        internal int Token { get; init; }

        internal YamlMark Mark { get; init; }
    }
}
