using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Errors;
using Cake.Istio.Preflight.Checks;
using Cake.Istio.Settings;
using Cake.Istio.Verification;

namespace Cake.Istio.Tests.Preflight;

/// <summary>What the server refuses is told once, by the check that knows the way out.</summary>
public sealed class RefusalsCheckTests
{
    private const string Forbidden = "services \"a\" is forbidden: User \"jane\" cannot patch resource \"services\" in API group \"\" in the namespace \"istio-system\"";

    [Theory]
    [InlineData(ErrorCode.KindNotServed, null, "Service", "a", FindingStatus.Passed)]
    [InlineData(ErrorCode.WebhookUnanswered, null, "Service", "a", FindingStatus.Passed)]
    [InlineData(ErrorCode.InvalidObject, Forbidden, "Service", "a", FindingStatus.Passed)]
    [InlineData(ErrorCode.InvalidObject, "admission webhook \"policy.example.com\" denied the request", "Service", "a", FindingStatus.Failed)]
    [InlineData(ErrorCode.NamespaceTerminating, null, "Namespace", "istio-system", FindingStatus.Passed)]
    [InlineData(ErrorCode.NamespaceTerminating, null, "Namespace", "shop", FindingStatus.Failed)]
    [InlineData(ErrorCode.NeedsRecreate, null, "Deployment", "a", FindingStatus.Failed)]
    public void A_refusal_counts_where_no_other_check_tells_it(string code, string? denial, string kind, string name, FindingStatus status)
    {
        var refused = Of($"{{apiVersion: v1, kind: {kind}, metadata: {{name: {name}}}}}", "{}") with { Code = code, Denial = denial is null ? null : new(403, "Forbidden", denial, [], null) };
        Assert.Equal(status, RefusalsCheck.Check([refused], null, new()).Status);
    }

    [Theory]
    [InlineData(false, FindingStatus.Passed)]
    [InlineData(true, FindingStatus.Failed)]
    public void A_conflict_with_another_installer_is_told_by_whose_mesh_it_is_until_that_is_taken_over(bool adopt, FindingStatus status)
    {
        var refused = Of("{apiVersion: v1, kind: Service, metadata: {name: a}}", """{"metadata": {"managedFields": [{"manager": "helm", "operation": "Update", "apiVersion": "v1"}]}}""") with { Code = ErrorCode.FieldConflict };
        Assert.Equal(status, RefusalsCheck.Check([refused], null, new MeshSettings { Adopt = adopt }).Status);
    }

    [Fact]
    public void A_definition_that_is_refused_for_another_reason_than_versions_and_scope_counts()
    {
        const string Wanted = "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: a}, spec: {scope: Namespaced, versions: [{name: v1}]}}";
        var scope = Of(Wanted, """{"spec": {"scope": "Cluster", "versions": [{"name": "v1"}]}}""") with { Code = ErrorCode.NeedsRecreate };
        var version = Of(Wanted, """{"spec": {"scope": "Namespaced", "versions": [{"name": "v1beta1"}]}, "status": {"storedVersions": ["v1beta1"]}}""") with { Code = ErrorCode.InvalidObject };
        var schema = Of(Wanted, """{"spec": {"scope": "Namespaced", "versions": [{"name": "v1"}]}, "status": {"storedVersions": ["v1"]}}""") with { Code = ErrorCode.InvalidObject, Message = "422 Invalid: structural", Hint = "Look" };
        Assert.Equal("The server refuses 2 objects of the plan only for what other findings tell.", RefusalsCheck.Check([scope, version], null, new()).Title);
        var finding = RefusalsCheck.Check([scope, version, schema], null, new());
        Assert.Equal(("CustomResourceDefinition a: 422 Invalid: structural", "Look", ErrorCode.InvalidObject), (Assert.Single(finding.Evidence), finding.Hint, finding.Code));
    }

    private static PlannedChange Of(string wanted, string live) => Planned.Created(wanted)[0] with { Action = ChangeAction.Failed, Live = (JsonObject)JsonNode.Parse(live)! };
}
