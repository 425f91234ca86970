using System.Net;

namespace Cake.Istio.Sandbox.Tests.Server;

/// <summary>Requests that are refused for their form, with the words of kube-apiserver and go-restful.</summary>
public sealed class RequestRefusalTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const string Apply = "application/apply-patch+yaml";
    private const string Merge = "application/merge-patch+json";

    public static TheoryData<string, string, string?, string, int, string, string> Refused => new()
    {
        { "PUT", ConfigMaps, "{}", "", 405, "MethodNotAllowed", "the server does not allow this method on the requested resource" },
        { "DELETE", "/api/v1/pods", null, "", 405, "MethodNotAllowed", "the server does not allow this method on the requested resource" },
        { "PATCH", ConfigMaps + "/a", "{}", "text/plain", 415, "UnsupportedMediaType", "415: Unsupported Media Type" },
        { "POST", ConfigMaps, "{}", "text/plain", 415, "UnsupportedMediaType",
            "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf" },
        { "POST", ConfigMaps, "", "", 400, "BadRequest",
            "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)" },
        { "POST", ConfigMaps, "{", "", 400, "BadRequest",
            "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: unexpected end of JSON input ({)" },
        { "POST", ConfigMaps, "[]", "", 400, "BadRequest", "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: "
            + "json: cannot unmarshal array into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" } (5b5d)" },
        { "POST", ConfigMaps, """{"kind":5}""", "", 400, "BadRequest", "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: "
            + "json: cannot unmarshal number into Go struct field .kind of type string ({\"kind\":5})" },
        { "POST", ConfigMaps, "a: *b", "application/yaml", 400, "BadRequest", "the object provided is unrecognized (must be of type ConfigMap): yaml: unknown anchor 'b' referenced (613a202a62)" },
        { "POST", ConfigMaps + "?fieldValidation=Strict", "metadata: {name: a}\ndata:\n  a: x\n  a: z\nodd: 1\n", "application/yaml", 400, "BadRequest",
            "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: yaml: unmarshal errors:\n  line 4: key \"a\" already set in map, unknown field \"odd\"" },
        { "DELETE", ConfigMaps + "/kube-root-ca.crt", "{]", "", 400, "BadRequest",
            "couldn't get version/kind; json parse error: invalid character ']' looking for beginning of object key string" },
        { "PATCH", ConfigMaps + "/kube-root-ca.crt?fieldManager=m", "a: b: c", Apply, 400, "BadRequest",
            "error decoding YAML: error converting YAML to JSON: yaml: mapping values are not allowed in this context" },
        { "PATCH", ConfigMaps + "/kube-root-ca.crt?fieldManager=m", "[]", Apply, 400, "BadRequest", "error decoding YAML: "
            + "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}" },
        { "PATCH", ConfigMaps + "/kube-root-ca.crt?fieldManager=m&force=true&fieldValidation=Strict", "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: x\n  a: y\n", Apply, 400, "BadRequest",
            "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line 5: key \"a\" already set in map" },
        { "PATCH", ConfigMaps + "/kube-root-ca.crt?fieldValidation=Strict", """{"foo":1}""", "application/strategic-merge-patch+json", 422, "Invalid",
            " \"\" is invalid: patch: Invalid value: \"map[foo:1]\": strict decoding error: unknown field \"foo\"" },
        { "PATCH", ConfigMaps + "/none", "{", Merge, 404, "NotFound", "configmaps \"none\" not found" },
        { "PATCH", "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/l", """{"spec":{"renewTime":"2024-01-01T00:00:00Z"}}""", "application/strategic-merge-patch+json", 422, "Invalid",
            " \"\" is invalid: patch: Invalid value: \"map[spec:map[renewTime:2024-01-01T00:00:00Z]]\": parsing time \"2024-01-01T00:00:00Z\" as "
            + "\"2006-01-02T15:04:05.000000Z07:00\": cannot parse \"Z\" as \".000000\"" },
        { "POST", ConfigMaps, """{"apiVersion":"v9","kind":"ConfigMap"}""", "", 400, "BadRequest", "ConfigMap in version \"v9\" cannot be handled as a ConfigMap: "
            + "no kind \"ConfigMap\" is registered for version \"v9\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"" },
        { "POST", ConfigMaps + "?dryRun=Some", "{}", "", 422, "Invalid", "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"Some\"]: supported values: \"All\"" },
        { "PUT", ConfigMaps + "/a?fieldManager=a%0A", "{}", "", 422, "Invalid",
            "UpdateOptions.meta.k8s.io \"\" is invalid: fieldManager: Invalid value: \"a\\n\": invalid character U+000A (at position 1)" },
        { "PATCH", ConfigMaps + "/a?force=true&fieldValidation=Some", "{}", Merge, 422, "Invalid", "PatchOptions.meta.k8s.io \"\" is invalid: "
            + "[force: Forbidden: may not be specified for non-apply patch, fieldValidation: Unsupported value: \"Some\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"]" },
        { "DELETE", ConfigMaps + "/a?propagationPolicy=Some", null, "", 422, "Invalid", "DeleteOptions.meta.k8s.io \"\" is invalid: "
            + "propagationPolicy: Unsupported value: \"Some\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"" },
        { "GET", ConfigMaps + "?resourceVersionMatch=Exact", null, "", 422, "Invalid", "ListOptions.meta.k8s.io \"\" is invalid: "
            + "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided" },
        { "GET", ConfigMaps + "?resourceVersion=1&resourceVersionMatch=Some", null, "", 422, "Invalid", "ListOptions.meta.k8s.io \"\" is invalid: "
            + "resourceVersionMatch: Unsupported value: \"Some\": supported values: \"Exact\", \"NotOlderThan\", \"\"" },
        { "GET", ConfigMaps + "?watch=true&resourceVersionMatch=NotOlderThan", null, "", 422, "Invalid", "ListOptions.meta.k8s.io \"\" is invalid: "
            + "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided" },
        { "GET", ConfigMaps + "?resourceVersion=x", null, "", 400, "BadRequest",
            "invalid resource version: resourceVersion: Invalid value: \"x\": strconv.ParseUint: parsing \"x\": invalid syntax" },
        { "GET", ConfigMaps + "?limit=x", null, "", 400, "BadRequest", "strconv.ParseInt: parsing \"x\": invalid syntax" },
        { "GET", "/api/v1/namespaces/default/pods/x/log?tailLines=-1&limitBytes=0&sinceSeconds=0&stream=All", null, "", 422, "Invalid",
            "PodLogOptions \"x\" is invalid: [tailLines: Invalid value: -1: must be greater than or equal to 0, limitBytes: Invalid value: 0: must be greater than 0, "
            + "sinceSeconds: Invalid value: 0: must be greater than 0, stream: Forbidden: may not be specified]" },
        { "GET", "/api/v1/namespaces/default/pods/x/log?sinceSeconds=1&sinceTime=2026-01-01T00:00:00Z", null, "", 422, "Invalid",
            "PodLogOptions \"x\" is invalid: : Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified" },
        { "GET", "/api/v1/namespaces/default/pods/x/log?tailLines=abc", null, "", 400, "BadRequest", "strconv.ParseInt: parsing \"abc\": invalid syntax" },
        { "GET", "/api/v1/namespaces/default/pods/x/log?tailLines=9223372036854775808", null, "", 400, "BadRequest",
            "strconv.ParseInt: parsing \"9223372036854775808\": value out of range" },
        { "GET", "/api/v1/namespaces/default/pods/x/log?sinceTime=abc", null, "", 400, "BadRequest",
            "parsing time \"abc\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"abc\" as \"2006\"" },
        { "GET", ConfigMaps + "?labelSelector=a%3Ex", null, "", 400, "BadRequest",
            "unable to parse requirement: values[0][a]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer" },
        { "PUT", "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/l", """{"metadata":{"name":"l"}}""", "", 422, "Invalid",
            "leases.coordination.k8s.io \"l\" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update" },
        { "POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", """{"spec":{"resourceAttributes":{"verb":"get","resource":"pods"}}}""", "", 422, "Invalid",
            "SubjectAccessReview.authorization.k8s.io \"\" is invalid: spec.user: Invalid value: \"\": at least one of user or group must be specified" },
        { "POST", "/api/v1/namespaces/default/serviceaccounts/default/token", "{}", "", 405, "MethodNotAllowed",
            "no token for service account \"default\": nobody could use it, a sandbox knows one user" },
        { "POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", """{"spec":{}}""", "", 400, "BadRequest", "no namespace on request" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_request_that_means_nothing_is_refused(string method, string path, string? body, string contentType, int status, string reason, string message)
    {
        await using var client = await TestClient.StartAsync();
        await client.UntilAsync("/api/v1/namespaces/default/serviceaccounts/default");
        await client.UntilAsync(ConfigMaps + "/kube-root-ca.crt");
        await client.PostAsync("/apis/coordination.k8s.io/v1/namespaces/kube-system/leases", """{"metadata":{"name":"l"}}""");
        var (code, refusal) = await client.SendAsync(new HttpMethod(method), path, body, contentType.Length == 0 ? "application/json" : contentType);
        Assert.Equal((status, reason, message), ((int)code, (string?)refusal["reason"], (string?)refusal["message"]));
    }

    [Theory]
    [InlineData(ConfigMaps, "text/html", "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf, "
        + "application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch")]
    [InlineData(ConfigMaps, "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", "you requested PartialObjectMetadata, but the requested object is a list (*core.ConfigMapList)")]
    [InlineData(ConfigMaps + "/kube-root-ca.crt", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
        "you requested PartialObjectMetadataList, but the requested object is not a list (*core.ConfigMap)")]
    public async Task An_answer_that_cannot_be_given_is_refused(string path, string accept, string message)
    {
        await using var client = await TestClient.StartAsync();
        await client.UntilAsync(ConfigMaps + "/kube-root-ca.crt");
        var (status, refusal) = await client.GetAsync(path, accept);
        Assert.Equal((HttpStatusCode.NotAcceptable, message), (status, (string?)refusal["message"]));
    }

    [Fact]
    public async Task A_list_from_the_cache_has_no_pages()
    {
        await using var client = await TestClient.StartAsync();
        var (_, list) = await client.GetAsync("/api/v1/namespaces?limit=1&resourceVersion=0");
        Assert.Equal((4, null), (list["items"]!.AsArray().Count, (string?)list["metadata"]!["continue"]));
    }

    [Fact]
    public async Task Events_of_both_groups_are_one_and_live_by_when_they_were_written()
    {
        await using var client = await TestClient.StartAsync();
        const string Old = "/api/v1/namespaces/default/events", New = "/apis/events.k8s.io/v1/namespaces/default/events";
        await client.PostAsync(Old, """{"metadata":{"name":"long-ago"},"involvedObject":{"kind":"Pod","name":"p","namespace":"default"},"lastTimestamp":"2020-01-01T00:00:00Z"}""");
        var (refused, refusal) = await client.PostAsync(New, """{"metadata":{"name":"bad"},"regarding":{"kind":"Pod","name":"p"},"type":"Some","eventTime":"2026-01-01T00:00:00.000000Z"}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused);
        Assert.Equal(["reportingController", "reportingInstance", "action", "reason", "type"], refusal["details"]!["causes"]!.AsArray().Select(cause => (string?)cause!["field"]));
        await client.PostAsync(New, """
            {"metadata":{"name":"new"},"regarding":{"kind":"Pod","name":"p","namespace":"default"},"type":"Normal","reason":"R","action":"A","note":"n",
             "reportingController":"a.b/c","reportingInstance":"i","eventTime":"2026-01-01T00:00:00.000000Z"}
            """);
        var (_, changed) = await client.SendAsync(HttpMethod.Patch, New + "/new", """{"note":"other"}""", Merge);
        Assert.Equal("message", (string?)changed["details"]!["causes"]![0]!["field"]);
        var (_, found) = await client.GetAsync(New + "?fieldSelector=regarding.name%3Dp,metadata.name!%3Dnone");
        Assert.Equal(["long-ago", "new"], found["items"]!.AsArray().Select(item => (string?)item!["metadata"]!["name"]));
    }
}
