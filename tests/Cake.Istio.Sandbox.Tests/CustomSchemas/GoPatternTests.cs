using Cake.Istio.Sandbox.CustomSchemas.Patterns;

namespace Cake.Istio.Sandbox.Tests.CustomSchemas;

/// <summary>What Go's regexp says of the same expressions and texts.</summary>
public sealed class GoPatternTests
{
    [Theory]
    [InlineData("^abc$", "abc", true)]
    [InlineData("^abc$", "abc\n", false)]
    [InlineData("(?m)^b$", "a\nb\nc", true)]
    [InlineData("^b$", "a\nb\nc", false)]
    [InlineData(@"^\d+$", "٣", false)]
    [InlineData(@"^\w+$", "é", false)]
    [InlineData(@"^\W$", "é", true)]
    [InlineData(@"^\s$", "\u00A0", false)]
    [InlineData(@"^\s+$", " \t\r\n\f", true)]
    [InlineData(@"^\s$", "\v", false)]
    [InlineData("^[[:alpha:]]+$", "abc", true)]
    [InlineData("^[[:^alpha:]_]+$", "1_", true)]
    [InlineData("^[[:space:]]$", "\v", true)]
    [InlineData("^[[:blank:]]$", " ", true)]
    [InlineData("^[[:print:]]$", "=", true)]
    [InlineData(@"^\pL+$", "aéÄ", true)]
    [InlineData(@"^\p{^Lu}$", "A", false)]
    [InlineData(@"^\P{Uppercase_Letter}$", "a", true)]
    [InlineData(@"^\p{LC}$", "中", false)]
    [InlineData(@"^[\p{Nd}\PL]$", "中", false)]
    [InlineData("(?P<n>a)", "a", true)]
    [InlineData("^(?<n>a)b$", "ab", true)]
    [InlineData(@"^\Qa.b\E$", "a.b", true)]
    [InlineData(@"^\Qa.b\E$", "axb", false)]
    [InlineData("^(?U)a+$", "aaa", true)]
    [InlineData("^.$", "😀", true)]
    [InlineData("^[😀-😂]$", "😁", true)]
    [InlineData("^[^a]$", "\n", true)]
    [InlineData("^.$", "\n", false)]
    [InlineData("^(?s).$", "\n", true)]
    [InlineData("^(?i)straSSE$", "STRAẞE", false)]
    [InlineData("^(?i:k)k$", "\u212Ak", true)]
    [InlineData("^(?i:k)k$", "kK", false)]
    [InlineData("^(?i)[r-t]$", "ſ", true)]
    [InlineData("^(?i)[^s]$", "S", false)]
    [InlineData("^(?i)σ$", "ς", true)]
    [InlineData("^(?i-i:a)$", "A", false)]
    [InlineData("^(?i)i$", "ı", false)]
    [InlineData("^a{2,3}$", "aaaa", false)]
    [InlineData("^a{2,3}$", "aa", true)]
    [InlineData("^(ab){0}$", "", true)]
    [InlineData("^(a{2,}|b)+$", "aaabaa", true)]
    [InlineData("^(a*)*$", "aab", false)]
    [InlineData("^a{,2}$", "a{,2}", true)]
    [InlineData("^a{01}$", "a{01}", true)]
    [InlineData("^(|a)b$", "b", true)]
    [InlineData("a||b", "zz", true)]
    [InlineData(@"\bcat\b", "a cat.", true)]
    [InlineData(@"\bcat\b", "écaté", true)]
    [InlineData(@"a\Bb", "ab", true)]
    [InlineData(@"^\x41\x{1F600}\101\012\a$", "A😀A\n\a", true)]
    [InlineData("^[]a-]+$", "]-a", true)]
    [InlineData(@"^[\w-]+$", "a-b", true)]
    [InlineData("^*a", "a", true)]
    [InlineData(@"\Aa\z", "a\n", false)]
    [InlineData("", "anything", true)]
    public void It_matches_as_in_go(string pattern, string text, bool matches) => Assert.Equal(matches, new GoPattern(pattern).IsMatch(text));

    [Theory]
    [InlineData("a{1001}", "invalid repeat count: `{1001}`")]
    [InlineData("a{2,1}", "invalid repeat count: `{2,1}`")]
    [InlineData("a{99999999999}", "invalid repeat count: `{99999999999}`")]
    [InlineData("(a{100}){11}", "invalid repeat count: `{11}`")]
    [InlineData("a**", "invalid nested repetition operator: `**`")]
    [InlineData("a*??", "invalid nested repetition operator: `*??`")]
    [InlineData("+", "missing argument to repetition operator: `+`")]
    [InlineData("(|*?)", "missing argument to repetition operator: `*?`")]
    [InlineData(@"a\Z", @"invalid escape sequence: `\Z`")]
    [InlineData(@"(a)\1", @"invalid escape sequence: `\1`")]
    [InlineData(@"\C", @"invalid escape sequence: `\C`")]
    [InlineData(@"\x{110000}", @"invalid escape sequence: `\x{110000`")]
    [InlineData(@"\xg1", @"invalid escape sequence: `\xg1`")]
    [InlineData(@"[\b]", @"invalid escape sequence: `\b`")]
    [InlineData(@"a\", "trailing backslash at end of expression: ``")]
    [InlineData("a(?=b)", "invalid or unsupported Perl syntax: `(?=`")]
    [InlineData("(?!b)", "invalid or unsupported Perl syntax: `(?!`")]
    [InlineData("(?>b)", "invalid or unsupported Perl syntax: `(?>`")]
    [InlineData("(?i-)a", "invalid or unsupported Perl syntax: `(?i-)`")]
    [InlineData("(?<=a)b", "invalid named capture: `(?<=a)b`")]
    [InlineData("(?P<a-b>c)", "invalid named capture: `(?P<a-b>`")]
    [InlineData("(a", "missing closing ): `(a`")]
    [InlineData("a)b", "unexpected ): `a)b`")]
    [InlineData("x[a", "missing closing ]: `[a`")]
    [InlineData("[b-a]", "invalid character class range: `b-a`")]
    [InlineData("[[:foo:]]", "invalid character class range: `[:foo:]`")]
    [InlineData(@"\p{Nope}", @"invalid character class range: `\p{Nope}`")]
    [InlineData(@"\pX", @"invalid character class range: `\pX`")]
    [InlineData(@"a\p{L", @"invalid character class range: `\p{L`")]
    public void Its_errors_are_those_of_go(string pattern, string error) =>
        Assert.Equal("error parsing regexp: " + error, Assert.Throws<FormatException>(() => new GoPattern(pattern)).Message);

    [Fact]
    public void Neither_depth_nor_size_brings_it_down()
    {
        Assert.True(new GoPattern(new string('(', 900) + "a*" + new string(')', 900)).IsMatch(""));
        Assert.Contains("expression nests too deeply", Assert.Throws<FormatException>(() => new GoPattern(new string('(', 5000))).Message, StringComparison.Ordinal);
        Assert.Contains("expression too large", Assert.Throws<FormatException>(() => new GoPattern($"({new string('a', 10_000)}){{1000}}")).Message, StringComparison.Ordinal);
        var sequence = string.Concat(Enumerable.Repeat("x{1000}", 5000));
        Assert.Equal($"error parsing regexp: expression too large: `{sequence}`", Assert.Throws<FormatException>(() => new GoPattern(sequence)).Message);
        Assert.False(new GoPattern("^(a|a)*$").IsMatch(new string('a', 100_000) + "b"));
        Assert.True(new GoPattern(string.Join('|', Enumerable.Range(0, 20_000))).IsMatch("19999"));
    }
}
