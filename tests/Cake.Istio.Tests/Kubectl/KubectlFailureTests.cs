using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Cluster.Kubectl;
using Cake.Istio.Errors;

namespace Cake.Istio.Tests.Kubectl;

public sealed class KubectlFailureTests
{
    private static readonly ClusterTarget Target = new(new Uri("https://10.0.0.1:6443"), "prod", "prod", "ci");

    [Theory]
    [InlineData("Error from server (Forbidden): error when creating \"/tmp/cake-istio-x1/manifest.json\": roles.rbac.authorization.k8s.io is forbidden: User \"ci\" cannot create", 403, "Error from server (Forbidden): roles.rbac.authorization.k8s.io is forbidden: User \"ci\" cannot create")]
    [InlineData("The Deployment \"d\" is invalid: spec.selector: Invalid value: field is immutable", 422, "The Deployment \"d\" is invalid: spec.selector: Invalid value: field is immutable")]
    [InlineData("error: resource mapping not found for name: \"g\" namespace: \"n\" from \"/tmp/cake-istio-x1/manifest.json\": no matches for kind \"Gateway\" in version \"networking.istio.io/v1alpha3\"\nensure CRDs are installed first", 404, "no matches for kind \"Gateway\"")]
    [InlineData("error: You must be logged in to the server (Unauthorized)", 401, "logged in")]
    [InlineData("Warning: policy/v1beta1 is deprecated\nError from server (TooManyRequests): slow down", 429, "says: Error from server (TooManyRequests): slow down")]
    [InlineData("Error from server (InternalError): error when creating \"/tmp/cake-istio-x1/manifest.json\": Internal error occurred: failed calling webhook \"x\"", 500, "failed calling webhook")]
    [InlineData("E1123 08:42:11.457751   16997 memcache.go:265] \"Unhandled Error\" err=\"x\"\nerror: unable to recognize \"/tmp/cake-istio-x1/manifest.json\": the server is currently unable to handle the request", 503, "says: error: the server is currently unable to handle the request")]
    [InlineData("error: unable to recognize \"/tmp/cake-istio-x1/manifest.json\": an error on the server (\"boom\") has prevented the request from succeeding", 500, "an error on the server")]
    [InlineData("Error from server (InternalError): Internal error occurred: failed calling webhook \"x\": Post \"https://i.n.svc:443/\": dial tcp 10.1.1.1:443: connect: connection refused", 500, "connection refused")]
    [InlineData("error: Get \"https://10.0.0.1:6443/api\": getting credentials: exec: executable aws failed with exit code 1", 401, "executable aws failed")]
    [InlineData("error: error validating \"/tmp/cake-istio-x1/manifest.json\": error validating data: kind not set", 400, "kind not set")]
    [InlineData("error: the server rejected our request for an unknown reason", 400, "unknown reason")]
    [InlineData("error: unable to decode \"/tmp/cake-istio-x1/manifest.json\": no kind \"X\" is registered", 400, "no kind \"X\" is registered")]
    public void The_server_s_refusal_is_read(string error, int code, string text)
    {
        var refusal = Assert.IsType<ApiException>(Of(error));
        Assert.Equal(code, refusal.Status.Code);
        Assert.Contains(text, refusal.Status.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("manifest.json", refusal.Status.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("E1123 08:42:11.457751   16997 memcache.go:265] \"Unhandled Error\" err=\"x\"", "exit code 3: E1123")]
    [InlineData("error: unknown flag: --dry-run", "exit code 3: error: unknown flag: --dry-run")]
    [InlineData("exec: kubectl.real: not found", "exit code 3: exec: kubectl.real: not found")]
    [InlineData("Segmentation fault", "exit code 3: Segmentation fault")]
    [InlineData("", "exit code 3 and said nothing")]
    public void What_kubectl_itself_fails_at_is_no_refusal_of_an_object(string error, string text)
    {
        var failure = Assert.IsType<MeshException>(Of(error));
        Assert.Equal(ErrorCode.KubectlFailed, failure.Code);
        Assert.Contains(text, failure.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Unable to connect to the server: dial tcp 10.0.0.1:6443: i/o timeout")]
    [InlineData("The connection to the server 127.0.0.1:6443 was refused - did you specify the right host or port?")]
    [InlineData("error: error when retrieving current configuration of: Get \"https://10.0.0.1:6443/api\": EOF")]
    [InlineData("error: Get \"https://127.0.0.1:33267/api?timeout=32s\": stream error: stream ID 7; INTERNAL_ERROR; received from peer")]
    [InlineData("Post \"https://10.0.0.1:6443/api\": read tcp: connection reset by peer")]
    public void A_server_that_does_not_answer_is_no_refusal(string error) => Assert.IsType<ConnectionFailure>(Of(error));

    [Fact]
    public void A_certificate_that_kubectl_does_not_trust_is_not_tried_again() =>
        Assert.Equal(
            ConnectionFailureKind.NotTrusted,
            Assert.IsType<ConnectionFailure>(Of("Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority")).Kind);

    [Fact]
    public void A_patch_that_may_hold_a_secret_is_not_repeated()
    {
        const string Error = """
            Error from server (Invalid): error when applying patch:
            {"data":{"password":"aHVudGVyMg=="}}
            to:
            Resource: "/v1, Resource=secrets", GroupVersionKind: "/v1, Kind=Secret"
            Name: "s", Namespace: "n"
            for: "/tmp/cake-istio-x1/manifest.json": error when patching "/tmp/cake-istio-x1/manifest.json": Secret "s" is invalid: type: field is immutable
            """;
        var refusal = Assert.IsType<ApiException>(Of(Error));
        Assert.Equal("kubectl says: Error from server (Invalid): Secret \"s\" is invalid: type: field is immutable", refusal.Status.Message);
    }

    [Theory]
    [InlineData("error: Apply failed with 1 conflict: conflict with \"kubectl\" using v1: .data.k\nPlease review the fields above--they currently have other managers. Here", "kubectl .data.k")]
    [InlineData("error: Apply failed with 2 conflicts: conflicts with \"helm\" with subresource \"status\" using apps/v1:\n- .spec.replicas\n- .spec.template.spec.containers[name=\"c\"].image\nPlease review the fields above", "helm .spec.replicas helm .spec.template.spec.containers[name=\"c\"].image")]
    public void Conflicts_name_manager_and_field(string error, string expected)
    {
        var refusal = Assert.IsType<ApiException>(Of(error));
        Assert.True(FieldConflict.IsIn(refusal.Status));
        Assert.Equal(expected, string.Join(' ', FieldConflict.Read(refusal.Status).Select(conflict => $"{conflict.Manager} {conflict.Field}")));
        Assert.DoesNotContain("Please review", refusal.Status.Message, StringComparison.Ordinal);
    }

    private static Exception Of(string error) =>
        KubectlFailure.Of(new(3, "", error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), new(HttpMethod.Patch, "ConfigMap ns/a"), Target);
}
