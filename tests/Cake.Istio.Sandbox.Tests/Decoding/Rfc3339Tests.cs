using Cake.Istio.Sandbox.Decoding;

namespace Cake.Istio.Sandbox.Tests.Decoding;

/// <summary>What Go's <c>time.Parse</c> says.</summary>
public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2024-01-01T00:00:00Z", false, "2024-01-01T00:00:00.000000Z")]
    [InlineData("2024-01-01T00:00:00,5Z", false, "2024-01-01T00:00:00.500000Z")]
    [InlineData("2024-01-01T00:00:00.123456789123Z", false, "2024-01-01T00:00:00.123456Z")]
    [InlineData("2024-02-29T1:02:03-23:30", false, "2024-03-01T00:32:03.000000Z")]
    [InlineData("2024-01-01T00:00:00.123456+02:00", true, "2023-12-31T22:00:00.123456Z")]
    [InlineData("0001-01-01T00:00:00+01:00", false, "0001-01-01T00:00:00.000000Z")]
    public void A_time_is_read(string text, bool isMicro, string expected)
    {
        Assert.Null(Rfc3339.Read(text, isMicro, out var time));
        Assert.Equal(expected, Rfc3339.WriteMicro(time));
    }

    [Theory]
    [InlineData("2024-01-01T00:00:00Z", true, """ as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000" """)]
    [InlineData("2024-01-01T00:00:00.123Z", true, """ as "2006-01-02T15:04:05.000000Z07:00": cannot parse ".123Z" as ".000000" """)]
    [InlineData("2024-01-01T00:00:00.1234567Z", true, """ as "2006-01-02T15:04:05.000000Z07:00": cannot parse "7Z" as "Z07:00" """)]
    [InlineData("soon", false, """ as "2006-01-02T15:04:05Z07:00": cannot parse "soon" as "2006" """)]
    [InlineData("2024-1-01T00:00:00Z", false, """ as "2006-01-02T15:04:05Z07:00": cannot parse "1-01T00:00:00Z" as "01" """)]
    [InlineData("2024-01-01", false, """ as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T" """)]
    [InlineData("2024-01-01 00:00:00Z", false, """ as "2006-01-02T15:04:05Z07:00": cannot parse " 00:00:00Z" as "T" """)]
    [InlineData("2024-01-01T00:00:00", false, """ as "2006-01-02T15:04:05Z07:00": cannot parse "" as "Z07:00" """)]
    [InlineData("2024-13-01T00:00:00Z", false, ": month out of range")]
    [InlineData("2023-02-29T00:00:00Z", false, ": day out of range")]
    [InlineData("2024-01-01T24:00:00Z", false, ": hour out of range")]
    [InlineData("2024-01-01T00:00:00Zulu", false, """: extra text: "ulu" """)]
    public void What_is_no_time_is_told_in_the_words_of_go(string text, bool isMicro, string error) =>
        Assert.Equal($"parsing time \"{text}\"{error.TrimEnd()}", Rfc3339.Read(text, isMicro, out _));
}
