namespace Cake.Istio.Sandbox.Mesh;

/// <summary>Citadel: keeps the certificate authority in a Secret, and gives every service account a Secret <c>istio.NAME</c> with a certificate.</summary>
internal sealed class CitadelController(MeshContext mesh) : MeshController(mesh, MeshProgram.Citadel, Resources.ServiceAccounts, Resources.Secrets)
{
    private const string SecretType = "istio.io/key-and-cert";
    private const string AccountAnnotation = "istio.io/service-account.name";

    protected override bool Concerns(StateChange change) =>
        change.Resource == Resources.ServiceAccounts || (change.Type == StateChangeType.Deleted && change.Name.StartsWith("istio", StringComparison.Ordinal));

    protected override async Task ActAsync(JsonObject deployment, CancellationToken cancellationToken)
    {
        var identity = MeshContext.Identity("istio_ca", deployment);
        await Mesh.EnsureAsync(Resources.Secrets, Mesh.Authority.ToSecret(deployment.Namespace()!), identity, cancellationToken);
        await Mesh.EnsureAsync(Resources.ConfigMaps, RootCertificate(deployment.Namespace()!), identity, cancellationToken);
        var accounts = Mesh.State.List(Resources.ServiceAccounts);
        foreach (var account in accounts.Where(account => Mesh.State.Get(Resources.Secrets, account.Namespace(), $"istio.{account.Name()}") is null && !IsGoing(account)))
            await Mesh.Writer.CreateAsync(Resources.Secrets, Certificate(account), identity, cancellationToken);
        await DeleteOrphansAsync(accounts, identity, cancellationToken);
    }

    private async Task DeleteOrphansAsync(IReadOnlyList<JsonObject> accounts, ControllerIdentity identity, CancellationToken cancellationToken)
    {
        var known = accounts.Select(account => (account.Namespace(), account.Name())).ToHashSet();
        foreach (var secret in Mesh.State.List(Resources.Secrets).Where(secret => secret.Text("type") == SecretType && !secret.IsDeleting()))
        {
            if (!known.Contains((secret.Namespace(), secret.Annotation(AccountAnnotation) ?? "")))
                await Mesh.Writer.DeleteAsync(Resources.Secrets, secret, null, identity, cancellationToken);
        }
    }

    private bool IsGoing(JsonObject account) => account.IsDeleting() || Mesh.State.Get(Resources.Namespaces, null, account.Namespace()!)?.IsDeleting() != false;

    private JsonObject Certificate(JsonObject account)
    {
        var (certificate, key) = Mesh.Authority.Issue(account.Namespace()!, account.Name());
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"istio.{account.Name()}",
                ["namespace"] = account.Namespace(),
                ["annotations"] = new JsonObject { [AccountAnnotation] = account.Name() },
            },
            ["type"] = SecretType,
            ["data"] = new JsonObject
            {
                ["cert-chain.pem"] = MeshAuthority.Encode(certificate),
                ["key.pem"] = MeshAuthority.Encode(key),
                ["root-cert.pem"] = MeshAuthority.Encode(Mesh.Authority.Pem),
            },
        };
    }

    private JsonObject RootCertificate(string @namespace) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = "istio-security", ["namespace"] = @namespace },
        ["data"] = new JsonObject { ["caTLSRootCert"] = MeshAuthority.Encode(Mesh.Authority.Pem) },
    };
}
