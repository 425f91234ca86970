using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Releases;
using Cake.Istio.Settings;
using Cake.Istio.Verification;
using Cake.Istio.Verification.Checks;

namespace Cake.Istio.Tests.Verification;

/// <summary>The mode is what the control plane of a release makes of the policies.</summary>
public sealed class MtlsModeTests
{
    private const string Ns = "istio-system";
    private const string Permissive = """{"mtls": {"mode": "PERMISSIVE"}}""";
    private const string Strict = """{"mtls": {}}""";

    [Theory]
    [InlineData(Permissive, nameof(MtlsState.Permissive))]
    [InlineData(Strict, nameof(MtlsState.Strict))]
    [InlineData("""{"mtls": null}""", nameof(MtlsState.Strict))]
    [InlineData("""{"jwt": {}}""", nameof(MtlsState.Disabled))]
    public void Through_1_4_the_mesh_policy_says_it(string peer, string expected) => Assert.Equal(expected, $"{Read("1.4.5", MeshPolicy(peer)).State}");

    [Theory]
    [InlineData("1.4.5", nameof(MtlsState.Disabled))]
    [InlineData("1.5.0", nameof(MtlsState.Disabled))]
    [InlineData("1.6.0", nameof(MtlsState.Permissive))]
    public void Without_a_policy_servers_take_no_mutual_TLS_until_1_6_made_permissive_the_default(string release, string expected) =>
        Assert.Equal(expected, $"{Read(release).State}");

    [Theory]
    [InlineData("STRICT", nameof(MtlsState.Strict))]
    [InlineData("PERMISSIVE", nameof(MtlsState.Permissive))]
    [InlineData("UNSET", nameof(MtlsState.Permissive))]
    [InlineData("DISABLE", nameof(MtlsState.Disabled))]
    public void From_1_5_on_a_mesh_wide_peer_authentication_of_any_name_says_it(string mode, string expected)
    {
        Assert.Equal(expected, $"{Read("1.30.3", Peers("mesh-wide", mode)).State}");
        Assert.Equal(expected, $"{Read("1.5.0", MeshPolicy(Strict), Peers("default", mode)).State}");
        Assert.Equal(MtlsState.Strict, Read("1.5.0", MeshPolicy(Strict)).State);
        Assert.Equal(MtlsState.Permissive, Read("1.30.3", MeshPolicy(Strict)).State);
    }

    [Fact]
    public void Of_several_the_oldest_wins_and_what_selects_some_workloads_or_lies_elsewhere_does_not_count()
    {
        Assert.Equal(MtlsState.Strict, Read("1.30.3", Peers("a", "PERMISSIVE", created: "2026-02-01T00:00:00Z"), Peers("z", "STRICT", created: "2026-01-01T00:00:00Z")).State);
        Assert.Equal(MtlsState.Permissive, Read("1.30.3", Peers("default", "STRICT", selector: """{"matchLabels": {"app": "cart"}}""")).State);
        Assert.Equal(MtlsState.Strict, Read("1.30.3", Peers("default", "STRICT", selector: """{"matchLabels": {}}""")).State);
        Assert.Equal(MtlsState.Permissive, Read("1.30.3", Peers("default", "STRICT", ns: "shop")).State);
    }

    [Theory]
    [InlineData(MtlsMode.Permissive, "STRICT", "kubectl-client-side-apply", "Update", "kubectl delete peerauthentication default -n istio-system")]
    [InlineData(MtlsMode.Permissive, "DISABLE", "kubectl-client-side-apply", "Update", "kubectl delete peerauthentication default -n istio-system")]
    [InlineData(MtlsMode.Permissive, "STRICT", "cake-istio", "Apply", null)]
    [InlineData(MtlsMode.Strict, "PERMISSIVE", "kubectl-client-side-apply", "Update", "kubectl delete peerauthentication default -n istio-system")]
    public void Another_mode_than_wanted_fails_and_what_an_install_leaves_alone_is_named_with_the_way_out(MtlsMode wanted, string live, string manager, string operation, string? removal)
    {
        var policy = Peers("default", live);
        policy["metadata"]!["managedFields"] = new JsonArray(new JsonObject { ["manager"] = manager, ["operation"] = operation, ["fieldsV1"] = new JsonObject() });
        var finding = Check(wanted, "1.30.3", [], policy);

        Assert.Equal(FindingStatus.Failed, finding.Status);
        Assert.Contains($"--mode={wanted.ToString().ToLowerInvariant()}", finding.Hint, StringComparison.Ordinal);
        Assert.Equal(removal is not null, finding.Hint!.Contains(removal ?? "kubectl delete", StringComparison.Ordinal));
    }

    [Fact]
    public void A_policy_with_a_selector_is_not_strict_for_the_mesh_whoever_wrote_it()
    {
        var finding = Check(MtlsMode.Strict, "1.30.3", [Peers("default", "STRICT")], Peers("default", "STRICT", selector: """{"matchLabels": {"app": "cart"}}"""));
        Assert.Equal(FindingStatus.Failed, finding.Status);
        Assert.Equal(["PeerAuthentication istio-system/default has a selector, so it is not mesh-wide"], finding.Evidence);
    }

    [Fact]
    public void A_mesh_policy_that_is_gone_fails_unless_the_release_has_none()
    {
        Assert.Equal(FindingStatus.Failed, Check(MtlsMode.Permissive, "1.4.5", [MeshPolicy(Permissive)]).Status);
        Assert.Equal(FindingStatus.Passed, Check(MtlsMode.Permissive, "1.4.5", [MeshPolicy(Permissive)], MeshPolicy(Permissive)).Status);
        Assert.Equal(FindingStatus.Passed, Check(MtlsMode.Permissive, "1.0.0", []).Status);
        Assert.Equal(FindingStatus.Failed, Check(MtlsMode.Strict, "1.0.0", []).Status);
    }

    [Fact]
    public void A_plan_foretells_the_mode_and_an_apply_takes_no_selector_away()
    {
        var foreign = Peers("older", "STRICT", created: "2025-01-01T00:00:00Z");
        var narrow = Peers("default", "PERMISSIVE", selector: """{"matchLabels": {"app": "cart"}}""");

        Assert.Equal(MtlsState.Strict, Foretold([], new PlannedChange(Ref("default"), ChangeAction.Created) { Body = Peers("default", "STRICT") }));
        Assert.Equal(MtlsState.Permissive, Foretold([narrow], new PlannedChange(Ref("default"), ChangeAction.Configured) { Body = Applied("default", "STRICT") }));
        Assert.Equal(MtlsState.Strict, Foretold([foreign], new PlannedChange(Ref("default"), ChangeAction.Created) { Body = Applied("default", "PERMISSIVE") }));
        Assert.Equal(MtlsState.Permissive, Foretold([foreign], new PlannedChange(Ref("older"), ChangeAction.Deleted) { Live = foreign }));
        Assert.Equal(MtlsState.Strict, Foretold([foreign], new PlannedChange(Ref("older"), ChangeAction.Unchanged) { Live = foreign }));
    }

    private static MtlsState Foretold(JsonObject[] live, PlannedChange change)
    {
        var none = new JobPayloads([], new([], [], []), Ns);
        return Read("1.30.3", [.. MtlsForecast.Of(live, new Plan([change]) { Digest = "" }, none)]).State;
    }

    private static ObjectRef Ref(string name) => new("security.istio.io/v1", "PeerAuthentication", Ns, name);

    // As a manifest has it: without what the server adds.
    private static JsonObject Applied(string name, string mode)
    {
        var body = Peers(name, mode);
        body["metadata"]!.AsObject().Remove("creationTimestamp");
        body["spec"]!.AsObject().Remove("selector");
        return body;
    }

    private static MeshMtls Read(string release, params JsonObject[] policies) => MtlsModeReader.Read(policies, Ns, IstioVersion.Parse(release));

    private static Finding Check(MtlsMode wanted, string release, JsonObject[] brought, params JsonObject[] live)
    {
        var lists = live.GroupBy(item => (string)item["kind"]!)
            .Select(kind => (new ApiResource(kind.Key == "MeshPolicy" ? "authentication.istio.io" : "security.istio.io", "v1", kind.Key, "", true, []), (IReadOnlyList<JsonObject>)[.. kind]));
        return MtlsModeCheck.Run(new([], LiveObjects.Of(lists), [], new MeshSettings { Mode = wanted }) { Release = IstioVersion.Parse(release), Policies = brought });
    }

    private static JsonObject MeshPolicy(string peer) =>
        (JsonObject)JsonNode.Parse($$"""{"apiVersion": "authentication.istio.io/v1alpha1", "kind": "MeshPolicy", "metadata": {"name": "default"}, "spec": {"peers": [{{peer}}]} }""")!;

    private static JsonObject Peers(string name, string mode, string ns = Ns, string? created = null, string selector = "null") => (JsonObject)JsonNode.Parse($$"""
        {"apiVersion": "security.istio.io/v1", "kind": "PeerAuthentication", "metadata": {"name": "{{name}}", "namespace": "{{ns}}", "creationTimestamp": "{{created ?? "2026-01-01T00:00:00Z"}}"},
         "spec": {"selector": {{selector}}, "mtls": {"mode": "{{mode}}"} } }
        """)!;
}
