using System.Text.RegularExpressions;
using Cake.Istio.Cluster;

namespace Cake.Istio.Apply;

/// <summary>RBAC rules that a user would hand out without having them, out of an API server's 403 to a role or a binding.</summary>
/// <remarks>
/// Source: kube-apiserver, privilege escalation prevention. It lets a role pass if the user has every rule of it or the verb <c>escalate</c>,
/// and a binding if the user has every rule of the role or the verb <c>bind</c>.
/// </remarks>
/// <param name="Rules">The rules, as they are written in a role.</param>
internal sealed partial record Escalation(IReadOnlyList<string> Rules)
{
    /// <summary>The rules of a refusal, or null where it is about something else.</summary>
    public static Escalation? Read(ApiStatus status)
    {
        if (status.Code != 403 || MessagePattern().Match(status.Message) is not { Success: true } message)
            return null;
        var rules = message.Groups["rules"].Value;
        var named = NamedRule().Matches(rules).Select(rule => Write(MemberPattern().Matches(rule.Value).Select(member => (member.Groups["name"].Value, member.Groups["values"].Value))));
        // Servers before 1.12 print the rule's fields in their order, without names.
        var listed = ListedRule().Matches(rules).Select(rule => Write(
            new[] { "APIGroups", "Resources", "ResourceNames", "NonResourceURLs", "Verbs" }.Select(name => (name, rule.Groups[name].Value))));
        return new([.. named.Concat(listed).DefaultIfEmpty(rules.Trim())]);
    }

    /// <summary>What the user would need instead of the rules themselves, for a message.</summary>
    /// <param name="kind">The kind that was refused.</param>
    public static string Verb(string kind) => kind.EndsWith("Binding", StringComparison.Ordinal)
        ? "the verb bind on the role"
        : $"the verb escalate on {(kind == "Role" ? "roles" : "clusterroles")}.rbac.authorization.k8s.io";

    private static string Write(IEnumerable<(string Name, string Values)> members) => string.Join(
        ", ",
        from member in members
        let values = ValuePattern().Matches(member.Values).Select(value => value.Groups["value"].Value).ToList()
        where values.Count > 0
        select $"{Camel(member.Name)}: [{string.Join(", ", values.Select(value => $"\"{value}\""))}]");

    private static string Camel(string name) => name == "APIGroups" ? "apiGroups" : char.ToLowerInvariant(name[0]) + name[1..];

    [GeneratedRegex(@"(permissions not currently held:\s*(?<rules>.*?)(; resolution errors:|$))|(attempt to grant extra privileges:\s*\[(?<rules>.*?)\]\s*user=)", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex MessagePattern();

    [GeneratedRegex(@"\{\w+:\[[^\]]*\](, \w+:\[[^\]]*\])*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedRule();

    [GeneratedRegex(@"\{\[(?<Verbs>[^\]]*)\] \[(?<APIGroups>[^\]]*)\] \[(?<Resources>[^\]]*)\] \[(?<ResourceNames>[^\]]*)\] \[(?<NonResourceURLs>[^\]]*)\]\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ListedRule();

    [GeneratedRegex(@"(?<name>\w+):\[(?<values>[^\]]*)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MemberPattern();

    [GeneratedRegex("\"(?<value>[^\"]*)\"|(?<value>[^\\s\",]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ValuePattern();
}
