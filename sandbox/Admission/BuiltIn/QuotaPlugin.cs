using System.Numerics;
using Cake.Istio.Sandbox.Controllers.Quotas;

namespace Cake.Istio.Sandbox.Admission.BuiltIn;

/// <summary>Refuses what a ResourceQuota has no room for. Quotas with scopes are not enforced.</summary>
internal sealed class QuotaPlugin(IClusterState state, Func<IEnumerable<StoredObject>> everything)
{
    private static readonly string[] Computed = ["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];

    /// <summary>Lets a creation pass, or not.</summary>
    /// <exception cref="StatusException">403.</exception>
    public void Check(AdmissionRequest request, JsonObject value)
    {
        if (request.Namespace is null)
            return;
        foreach (var quota in state.List(Resources.ResourceQuotas, request.Namespace).Where(quota => quota["spec"]?["scopes"] is null && quota["spec"]?["scopeSelector"] is null))
        {
            var hard = quota.Map("spec", "hard");
            if (request.Resource == Resources.Pods && Unspecified(value, hard.Keys) is { Length: > 0 } missing)
                throw StatusException.Forbidden(request.Resource, value.Name(), $"failed quota: {quota.Name()}: must specify {missing}");
            var asked = QuotaUsage.Of(request.Resource, value).Where(item => hard.ContainsKey(item.Key) && item.Value > BigInteger.Zero).ToArray();
            if (asked.Length == 0)
                continue;
            var used = QuotaUsage.Of(everything().Where(item => item.Namespace == request.Namespace).Select(item => (item.Resource, item.Read())));
            var exceeded = asked.Where(item => used.GetValueOrDefault(item.Key) + item.Value > ResourceAmounts.Parse(hard[item.Key])).OrderBy(item => item.Key, StringComparer.Ordinal).ToArray();
            if (exceeded.Length > 0)
                throw StatusException.Forbidden(request.Resource, value.Name(), Describe(quota.Name(), exceeded, used, hard));
        }
    }

    private static string Describe(
        string quota, KeyValuePair<string, BigInteger>[] exceeded, Dictionary<string, BigInteger> used, IReadOnlyDictionary<string, string> hard)
    {
        var requested = exceeded.Select(item => $"{item.Key}={QuotaUsage.Write(item.Key, item.Value)}");
        var before = exceeded.Select(item => $"{item.Key}={QuotaUsage.Write(item.Key, used.GetValueOrDefault(item.Key))}");
        var limited = exceeded.Select(item => $"{item.Key}={hard[item.Key]}");
        return $"exceeded quota: {quota}, requested: {string.Join(',', requested)}, used: {string.Join(',', before)}, limited: {string.Join(',', limited)}";
    }

    // A limit on cpu or memory obliges every container to say what it needs.
    private static string Unspecified(JsonObject pod, IEnumerable<string> limited)
    {
        var missing = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var name in limited.Where(name => Computed.Contains(name)))
        {
            var (kind, resource) = name.StartsWith("limits.", StringComparison.Ordinal) ? ("limits", name[7..]) : ("requests", name.Split('.')[^1]);
            var silent = pod.Objects("spec", "containers").Where(container => container.Text("resources", kind, resource) is null).Select(container => container.Text("name") ?? "").ToList();
            if (silent.Count > 0)
                missing[name] = silent;
        }
        return string.Join("; ", missing.Select(item => $"{item.Key} for: {string.Join(',', item.Value)}"));
    }
}
