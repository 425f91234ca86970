namespace Cake.Istio.Manifests.Yaml;

/// <summary>Brackets and commas.</summary>
internal sealed partial class YamlScanner
{
    private bool InFlow => _keys.Count > 1;

    private void FetchFlowStart(YamlTokenKind kind)
    {
        SaveKey();
        _keys.Add(new());
        _keyAllowed = true;
        AddIndicator(kind);
    }

    private void FetchFlowEnd(YamlTokenKind kind)
    {
        RemoveKey();
        if (InFlow)
            _keys.RemoveAt(_keys.Count - 1);
        _keyAllowed = false;
        AddIndicator(kind);
    }

    private void FetchFlowEntry()
    {
        RemoveKey();
        _keyAllowed = true;
        AddIndicator(YamlTokenKind.FlowEntry);
    }
}
