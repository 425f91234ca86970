using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cake.Istio.Sandbox.Tests.Server;

namespace Cake.Istio.Sandbox.Tests.Transcripts;

/// <summary>Sends a transcript's requests and compares the answers, as the replay script beside the transcripts does.</summary>
internal sealed partial class TranscriptReplay(TestClient client, JsonNode transcript)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, string> _saved = [];
    private readonly HashSet<long> _chosenPorts =
        [.. transcript["steps"]!.AsArray().SelectMany(step => NodePort().Matches(step!["request"]!.ToJsonString())).Select(match => long.Parse(match.Groups["port"].Value))];

    /// <summary>Replays all steps; each failure says where and what.</summary>
    public async Task<(int Passed, IReadOnlyList<string> Failures)> RunAsync()
    {
        var (passed, failures) = (0, new List<string>());
        foreach (var (index, step) in transcript["steps"]!.AsArray().Index())
        {
            var (status, body) = await RunAsync(step!);
            var expected = step!["response"]!;
            var differences = new List<string>();
            if (status != (int)expected["status"]!)
                differences.Add($"status: want {expected["status"]} got {status}");
            Compare(expected["body"], body, "", differences);
            if (differences.Count == 0)
                passed++;
            else
                failures.Add($"step {index} {step["request"]!["method"]} {step["request"]!["path"]}: {string.Join("; ", differences.Take(6))}");
        }
        return (passed, failures);
    }

    private async Task<(int Status, JsonNode? Body)> RunAsync(JsonNode step)
    {
        var request = step["request"]!;
        var path = Placeholder().Replace((string)request["path"]!, match => _saved.GetValueOrDefault(match.Groups["name"].Value, match.Value));
        var content = request["body"] switch
        {
            null => null,
            JsonValue text => (string)text!,
            var json => QuotedPlaceholder().Replace(Relaxed(json), match => _saved.TryGetValue(match.Groups["name"].Value, out var value) ? $"\"{value}\"" : match.Value),
        };
        var begin = Stopwatch.GetTimestamp();
        while (true)
        {
            var (status, body) = await client.ReplayAsync(
                (string)request["method"]!, path, content, (string?)request["contentType"] ?? "application/json", (string?)request["accept"] ?? "application/json");
            if (step["until"] is not { } until || Fulfils(until, status, body) || Stopwatch.GetElapsedTime(begin) > Patience)
            {
                foreach (var (name, from) in step["save"] as JsonObject ?? [])
                    _saved[name] = FieldPaths.Pick(body, (string)from!)?.ToString() ?? "";
                return (status, FieldPaths.PickAll(PlaceholderText.Normalize(body, _chosenPorts), step["only"] as JsonArray));
            }
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private static bool Fulfils(JsonNode until, int status, JsonNode? body) => (until["status"] is null || (int)until["status"]! == status)
        && (until["fields"] as JsonObject ?? []).All(field => JsonNode.DeepEquals(FieldPaths.Pick(body, field.Key), field.Value));

    private static void Compare(JsonNode? want, JsonNode? got, string at, List<string> differences)
    {
        switch (want, got)
        {
            case (JsonObject left, JsonObject right):
                foreach (var key in left.Select(field => field.Key).Union(right.Select(field => field.Key)).Order(StringComparer.Ordinal))
                {
                    if (!right.ContainsKey(key))
                        differences.Add($"{at}.{key}: missing, want {left[key]?.ToJsonString()}");
                    else if (!left.ContainsKey(key))
                        differences.Add($"{at}.{key}: not wanted, got {right[key]?.ToJsonString()}");
                    else
                        Compare(left[key], right[key], $"{at}.{key}", differences);
                }
                break;
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                for (var index = 0; index < left.Count; index++)
                    Compare(left[index], right[index], $"{at}[{index}]", differences);
                break;
            default:
                if (!JsonNode.DeepEquals(want, got))
                    differences.Add($"{at}: want {want?.ToJsonString() ?? "null"} got {got?.ToJsonString() ?? "null"}");
                break;
        }
    }

    // The transcripts' characters go out as they are: escapes are a test of their own.
    private static string Relaxed(JsonNode json) => Escape().Replace(
        json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
        match => (char)Convert.ToInt32(match.Groups["code"].Value, 16) is var letter && letter > '\u007f' ? letter.ToString() : match.Value);

    [GeneratedRegex(@"\\u(?<code>[0-9A-Fa-f]{4})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escape();

    [GeneratedRegex("\"nodePort\": ?(?<port>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NodePort();

    [GeneratedRegex(@"<(?<name>\w+)>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex("\"<(?<name>\\w+)>\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QuotedPlaceholder();
}
