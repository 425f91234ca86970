using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace Cake.Istio.Sandbox.Json;

/// <summary>A scanner that does not go on before its token is used: YamlDotNet's parser asks twice after an anchored scalar in braces, and would lose the comma.</summary>
internal sealed class PatientScanner(string text) : IScanner
{
    private readonly Scanner _scanner = new(new StringReader(text));

    public Mark CurrentPosition => _scanner.CurrentPosition;

    public Token? Current => _scanner.Current;

    public bool MoveNext() => _scanner.MoveNext();

    public bool MoveNextWithoutConsuming() => Current is not (null or StreamEnd) || _scanner.MoveNextWithoutConsuming();

    public void ConsumeCurrent() => _scanner.ConsumeCurrent();
}
