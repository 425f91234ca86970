using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;

namespace Cake.Istio.Tests.Preflight;

/// <summary>The messages are kube-apiserver's own.</summary>
public sealed class EscalationTests
{
    [Fact]
    public void The_missing_rules_are_read_from_the_refusal_and_written_as_in_a_role()
    {
        var escalation = Escalation.Read(Forbidden("""
            clusterroles.rbac.authorization.k8s.io "istiod" is forbidden: user "jane" (groups=["dev" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:
            {APIGroups:[""], Resources:["pods" "services"], Verbs:["get" "list"]}
            {APIGroups:["apps"], Resources:["deployments"], ResourceNames:["a"], Verbs:["*"]}
            {NonResourceURLs:["/metrics"], Verbs:["get"]}
            """));
        Assert.Equal(
            [
                """apiGroups: [""], resources: ["pods", "services"], verbs: ["get", "list"]""",
                """apiGroups: ["apps"], resources: ["deployments"], resourceNames: ["a"], verbs: ["*"]""",
                """nonResourceURLs: ["/metrics"], verbs: ["get"]""",
            ],
            escalation!.Rules);
    }

    [Fact]
    public void What_the_server_could_not_resolve_is_no_rule()
    {
        var escalation = Escalation.Read(Forbidden("""
            roles.rbac.authorization.k8s.io "x" is forbidden: user "jane" (groups=[]) is attempting to grant RBAC permissions not currently held:
            {APIGroups:["apps"], Resources:["deployments"], Verbs:["get"]}; resolution errors: [clusterroles.rbac.authorization.k8s.io "gone" not found]
            """));
        Assert.Equal(["""apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"]"""], escalation!.Rules);
    }

    [Theory]
    [InlineData("""attempt to grant extra privileges: [PolicyRule{Resources:["*"], APIGroups:["config.istio.io"], Verbs:["*"]}] user=&{jane  [system:authenticated] map[]}  ownerrules=[PolicyRule{Resources:["pods"], APIGroups:[""], Verbs:["get"]}] ruleResolutionErrors=[]""",
        """resources: ["*"], apiGroups: ["config.istio.io"], verbs: ["*"]""")]
    [InlineData("""attempt to grant extra privileges: [{[get list] [apps] [deployments] [] []}] user=&{jane  [system:authenticated] map[]} ownerrules=[{[create] [authorization.k8s.io] [selfsubjectaccessreviews] [] []}] ruleResolutionErrors=[]""",
        """apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", "list"]""")]
    public void Older_servers_say_it_in_other_words(string words, string rule) =>
        Assert.Equal([rule], Escalation.Read(Forbidden($"clusterroles.rbac.authorization.k8s.io \"x\" is forbidden: {words}"))!.Rules);

    [Fact]
    public void A_refused_object_says_which_rules_to_ask_for()
    {
        var refusal = Refusal.Of(Forbidden("user \"jane\" (groups=[]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[\"apps\"], Resources:[\"deployments\"], Verbs:[\"get\"]}"), exists: true);
        Assert.Equal(ErrorCode.PermissionMissing, refusal.Code);
        Assert.Contains("""apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"]""", refusal.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_refusal_is_none()
    {
        Assert.Null(Escalation.Read(Forbidden("""pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default" """)));
        Assert.Null(Escalation.Read(new(422, "Invalid", "permissions not currently held:", [], null)));
    }

    private static ApiStatus Forbidden(string message) => new(403, "Forbidden", message, [], null);
}
