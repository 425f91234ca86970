using Cake.Istio.Sandbox.Schema;
using Cake.Istio.SchemaGenerator;

namespace Cake.Istio.Sandbox.Tests.Schema;

public sealed class SchemaTableTests
{
    private static readonly SchemaTable Table = SchemaTable.BuiltIn;

    [Fact]
    public void The_table_is_what_the_generator_writes()
    {
        var written = SchemaWriter.Write(OpenApiDocuments.Read(SharedFolder.Path("conformance", "openapi")));
        var kept = File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot(), "sandbox", "Schema", "kinds.txt"));
        Assert.Equal(written, kept);
    }

    [Fact]
    public void Every_field_of_every_kind_can_be_read()
    {
        var seen = new HashSet<TypeSchema>();
        foreach (var kind in Table.Kinds)
            Walk(kind.Type, seen);
        Assert.True(seen.Count > 500, $"{seen.Count} types");

        static void Walk(TypeSchema type, HashSet<TypeSchema> seen)
        {
            if (!seen.Add(type))
                return;
            foreach (var field in type.Fields.Values)
                Walk(field.Type, seen);
            if (type.Element is { } element)
                Walk(element, seen);
        }
    }

    [Fact]
    public void A_kind_carries_what_discovery_says()
    {
        var deployment = Table.Find("apps/v1", "Deployment")!;
        Assert.Equal(("apps", "v1", "deployments", "deployment", true), (deployment.Group, deployment.Version, deployment.Plural, deployment.Singular, deployment.IsNamespaced));
        Assert.Equal(["deploy"], deployment.ShortNames);
        Assert.Equal(["all"], deployment.Categories);
        Assert.Equal(["scale", "status"], deployment.Subresources.Select(sub => sub.Name));
        Assert.Equal("autoscaling/v1", deployment.Subresources[0].ApiVersion);
        Assert.Same(deployment, Table.FindResource("apps/v1", "deployments"));
        Assert.Null(Table.Find("extensions/v1beta1", "Deployment"));
        Assert.False(Table.Find("v1", "Namespace")!.IsNamespaced);
    }

    [Fact]
    public void Lists_know_their_keys()
    {
        var container = Field("spec.template.spec.containers").Element!;
        var ports = container.Fields["ports"];
        Assert.Equal(ListType.Map, ports.Type.ListType);
        Assert.Equal(["containerPort", "protocol"], ports.Type.Keys);
        Assert.Equal(("containerPort", PatchStrategies.Merge), (ports.PatchMergeKey, ports.PatchStrategies));
        Assert.Equal("TCP", (string?)ports.Type.Element!.Fields["protocol"].Default);
        Assert.Equal(["SCTP", "TCP", "UDP"], ports.Type.Element!.Fields["protocol"].Choices);
        Assert.Equal(ListType.Atomic, container.Fields["args"].Type.ListType);
        Assert.Equal(ListType.Set, Field("metadata.finalizers").ListType);
    }

    [Fact]
    public void Selectors_are_atomic_and_labels_are_not()
    {
        Assert.True(Field("spec.selector").IsAtomic);
        Assert.True(Field("spec.template.spec.nodeSelector").IsAtomic);
        Assert.False(Field("metadata.labels").IsAtomic);
        Assert.Equal(TypeShape.Map, Field("metadata.labels").Shape);
    }

    [Fact]
    public void Presence_tells_pointers_from_values()
    {
        var spec = Table.Find("apps/v1", "Deployment")!.Type.Fields["spec"].Type;
        Assert.Equal(Presence.WhenGiven, spec.Fields["replicas"].Presence);
        Assert.Equal(Presence.WhenNotEmpty, spec.Fields["paused"].Presence);
        Assert.Equal(Presence.Always, spec.Fields["strategy"].Presence);
        Assert.Equal(PatchStrategies.RetainKeys, spec.Fields["strategy"].PatchStrategies);
        Assert.Equal(TypeShape.IntOrString, Field("spec.strategy.rollingUpdate.maxSurge").Shape);
    }

    private static TypeSchema Field(string path) =>
        path.Split('.').Aggregate(Table.Find("apps/v1", "Deployment")!.Type, (type, name) => type.Child(name)!);
}
