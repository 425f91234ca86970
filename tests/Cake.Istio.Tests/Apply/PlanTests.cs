using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Errors;

namespace Cake.Istio.Tests.Apply;

public sealed class PlanTests
{
    private static readonly PlannedChange Map = new(new("v1", "ConfigMap", "istio-system", "istio"), ChangeAction.Configured)
    {
        Stage = Stage.Configuration,
        Source = new("mesh.yaml", 12, 1),
        Fields =
        [
            new(FieldChangeKind.Changed, ".data.mesh", "\"a\\nb\\nc\\nd\"", "\"a\\nx\\nc\\nd\\ne\""),
            new(FieldChangeKind.Removed, ".data.old", "\"1\"", null),
            new(FieldChangeKind.Added, ".metadata.labels.app", null, "\"istio\""),
        ],
    };

    private static readonly PlannedChange Webhook = new(new("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", null, "w"), ChangeAction.Created)
    {
        Stage = Stage.Webhooks,
        Released = [new(".webhooks[name=\"w\"].clientConfig.caBundle", "sidecar-injector", "it serves it")],
    };

    private static readonly PlannedChange Same = new(new("v1", "Service", "istio-system", "s"), ChangeAction.Unchanged) { Stage = Stage.Configuration };

    private static readonly Plan Plan = new([Map, Same, Webhook]) { Digest = "abc" };

    [Fact]
    public void The_text_shows_each_change_with_its_fields_and_the_lines_that_differ() => Assert.Equal(
        [
            "~ ConfigMap istio-system/istio configured",
            "    ~ .data.mesh:",
            "      - b",
            "      + x",
            "      + e",
            "    - .data.old: \"1\"",
            "    + .metadata.labels.app: \"istio\"",
            "+ MutatingWebhookConfiguration w created",
            "    = .webhooks[name=\"w\"].clientConfig.caBundle stays with sidecar-injector: it serves it",
            "Plan: 1 created, 1 configured, 1 unchanged.",
            "Digest: abc",
        ],
        PlanText.Lines(Plan));

    [Fact]
    public void A_list_of_words_is_shown_by_those_that_differ_and_a_long_value_around_its_first_difference()
    {
        var words = new FieldChange(FieldChangeKind.Changed, ".args", """["proxy","--log","info"]""", """["proxy","--log","debug"]""");
        Assert.Equal(["~ .args:", "  - info", "  + debug"], PlanText.Lines(words));

        var long1 = $"\"{new string('a', 300)}1{new string('b', 300)}\"";
        var line = Assert.Single(PlanText.Lines(new FieldChange(FieldChangeKind.Changed, ".data.x", long1, long1.Replace('1', '2'))));
        Assert.Contains("a1b", line, StringComparison.Ordinal);
        Assert.Contains("a2b", line, StringComparison.Ordinal);
        Assert.InRange(line.Length, 200, 280);
    }

    [Fact]
    public void What_kubectl_apply_made_is_one_line_while_its_values_stay()
    {
        var taken = Same with
        {
            Action = ChangeAction.Configured,
            Fields = [new(FieldChangeKind.Removed, ".metadata.annotations.kubectl.kubernetes.io/last-applied-configuration", "\"***\"", null)],
        };
        Assert.Equal(["~ Service istio-system/s configured: taken over from kubectl apply with the same values"], PlanText.Lines(taken));
    }

    [Fact]
    public void Markdown_folds_each_diff()
    {
        var markdown = PlanMarkdown.Render(Plan);
        Assert.StartsWith("## Plan: 1 created, 1 configured, 1 unchanged\n", markdown, StringComparison.Ordinal);
        Assert.Contains("<details><summary>~ ConfigMap istio-system/istio configured</summary>\n\n```diff\n! .data.mesh:\n- b\n+ x\n+ e\n", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("Service", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_holds_every_object_with_values_as_values()
    {
        var json = PlanJson.Render(Plan);
        Assert.Equal((1, "abc", false, 1), ((int)json["formatVersion"]!, (string?)json["digest"], (bool)json["empty"]!, (int)json["counts"]!["created"]!));
        Assert.Equal(["configured", "unchanged", "created"], json["changes"]!.AsArray().Select(change => (string?)change!["action"]));
        Assert.Equal("a\nb\nc\nd", (string?)json["changes"]![0]!["fields"]![0]!["before"]);
        Assert.Equal("mesh.yaml:12:1", (string?)json["changes"]![0]!["source"]);
    }

    [Fact]
    public void What_no_single_object_shows_is_in_text_markdown_and_json()
    {
        var plan = Plan with { Notes = ["Mutual TLS switches from permissive to strict (now: <x>)"], Kept = [new(new("v1", "Namespace", null, "old"), null)] };

        Assert.Equal(["= 1 Namespace no longer in the release, but not pruned", plan.Notes[0], "Plan: 1 created, 1 configured, 1 unchanged."], PlanText.Lines(plan).SkipLast(1).TakeLast(3));
        Assert.Contains("\n- Mutual TLS switches from permissive to strict (now: &lt;x&gt;)\n", PlanMarkdown.Render(plan), StringComparison.Ordinal);
        var json = PlanJson.Render(plan);
        Assert.Equal((plan.Notes[0], "Namespace old"), ((string?)json["notes"]![0], (string?)json["kept"]![0]));
    }

    [Fact]
    public void A_part_keeps_the_digest_of_the_whole()
    {
        var definition = Webhook with { Stage = Stage.CustomResourceDefinitions };
        var dropped = definition with { Action = ChangeAction.Deleted };
        var plan = Plan with { Changes = [definition, Map, dropped] };
        Assert.Equal(("abc", definition), (plan.Definitions.Digest, Assert.Single(plan.Definitions.Changes)));
        Assert.Equal([Map, dropped], plan.Mesh.Changes);
        Assert.True((plan with { Changes = [Same] }).IsEmpty);
    }

    [Fact]
    public void A_refusal_stops_before_anything_is_written_and_two_are_told_together()
    {
        Plan.EnsureAccepted();
        var refused = Map with { Action = ChangeAction.Failed, Code = ErrorCode.FieldConflict, Message = "kubectl-edit owns .data.mesh", Hint = "Use --force-conflicts." };
        var one = Assert.Throws<MeshException>((Plan with { Changes = [refused, Same] }).EnsureAccepted);
        Assert.Equal((ErrorCode.FieldConflict, Map.Subject, Map.Source), (one.Code, one.Subject, one.Location));
        var two = Assert.Throws<MeshException>((Plan with { Changes = [refused, refused with { Subject = Same.Subject }] }).EnsureAccepted);
        Assert.Contains("refuse 2 objects", two.Text, StringComparison.Ordinal);
        Assert.Contains("ConfigMap istio-system/istio (mesh.yaml:12:1): kubectl-edit owns .data.mesh", two.Text, StringComparison.Ordinal);
        Assert.Equal("Use --force-conflicts.", two.Hint);
    }

    [Fact]
    public void The_digest_follows_bodies_and_changes_but_not_the_order_of_members()
    {
        var change = Map with { Body = new JsonObject { ["a"] = 1, ["b"] = 2 } };
        var digest = PlanDigest.Of([change]);
        Assert.Equal(digest, PlanDigest.Of([change with { Body = new JsonObject { ["b"] = 2, ["a"] = 1 } }]));
        Assert.NotEqual(digest, PlanDigest.Of([change with { Body = new JsonObject { ["a"] = 1, ["b"] = 3 } }]));
        Assert.NotEqual(digest, PlanDigest.Of([change with { Fields = [] }]));
        Assert.NotEqual(digest, PlanDigest.Of([change with { Action = ChangeAction.Unchanged }]));
        Assert.Matches("^[0-9a-f]{64}$", digest);
    }

    [Fact]
    public void A_Secrets_values_never_appear()
    {
        var live = Sample.Json("""{"kind": "Secret", "data": {"a": "MQ=="}, "metadata": {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": "MQ=="}}}""");
        var next = Sample.Json("""{"kind": "Secret", "data": {"a": "Mg==", "b": "Mw=="}, "metadata": {}}""");
        var annotation = FieldPath.Of("metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration");
        var changes = FieldChanges.Between(
            [
                new(FieldPath.Of("data", "a"), DifferenceKind.Changed), new(FieldPath.Of("data", "b"), DifferenceKind.Added), new(annotation, DifferenceKind.Removed),
            ],
            live,
            next);
        Assert.Equal(
            ["~ .data.a: \"***\" → \"***\"", "+ .data.b: \"***\"", "- .metadata.annotations.kubectl.kubernetes.io/last-applied-configuration: \"***\""],
            changes.Select(change => change.ToString()));
    }
}
