using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply.Inventory;

/// <summary>Keeps the last revisions with their manifests as Secrets in the mesh namespace.</summary>
internal sealed class RevisionStore(ClusterConnection cluster, string ns)
{
    /// <summary>How many revisions are kept.</summary>
    public const int Kept = 10;

    /// <summary>The label that tells these Secrets from those of the mesh.</summary>
    public const string NumberLabel = "cake-istio/revision";

    private const string ChunkLabel = "cake-istio/chunk";

    private const string InfoAnnotation = "cake-istio/info";

    private const string DataKey = "manifests.gz";

    /// <summary>Keeps a revision and forgets those that are too old. Saving the same number again replaces it.</summary>
    public async Task SaveAsync(InstallRecord record, IReadOnlyList<KubeObject> manifests, CancellationToken cancel)
    {
        var secrets = await SecretsAsync(cancel);
        var chunks = RevisionArchive.Pack(manifests);
        var bodies = chunks.Select((chunk, index) => Body(record, chunks.Count, chunk, index)).ToList();
        await Task.WhenAll(bodies.Select(body => cluster.SetAsync(secrets, body, FieldManager.Installer, cancel)));

        var names = bodies.Select(NameOf).ToHashSet();
        var old = (await ListAsync(cancel)).Where(secret =>
            NumberOf(secret) <= record.Revision - Kept || (NumberOf(secret) == record.Revision && !names.Contains(NameOf(secret))));
        await Task.WhenAll(old.Select(secret => cluster.DeleteAsync(secrets, ns, NameOf(secret), null, cancel)));
    }

    /// <summary>The revisions that are kept, the oldest first, without their manifests.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.RecordUnreadable"/>.</exception>
    public async Task<IReadOnlyList<Revision>> ReadListAsync(CancellationToken cancel) =>
        [.. (await ListAsync(cancel)).GroupBy(NumberOf).OrderBy(group => group.Key).Select(group => Readable(group.First(), () => []))];

    /// <summary>The numbers of the revisions that are kept, the lowest first.</summary>
    public async Task<IReadOnlyList<int>> ReadNumbersAsync(CancellationToken cancel) => [.. (await ListAsync(cancel)).Select(NumberOf).Distinct().Order()];

    /// <summary>Whether a revision is kept; also where this user may not see that, who could not keep it either.</summary>
    public async Task<bool> IsKeptAsync(int number, CancellationToken cancel)
    {
        try
        {
            // One GET, where a list by label would bring the manifests of all chunks.
            var secrets = await SecretsAsync(cancel);
            return await cluster.GetAsync(secrets, ns, NameOf(number, 0, 1), cancel) is not null || await cluster.GetAsync(secrets, ns, NameOf(number, 0, 2), cancel) is not null;
        }
        catch (ApiException denial) when (denial.Status.Code == 403)
        {
            return true;
        }
    }

    /// <summary>A revision with its manifests.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.NothingRecorded"/>, <see cref="ErrorCode.RecordUnreadable"/>.</exception>
    public async Task<Revision> ReadAsync(int number, CancellationToken cancel)
    {
        var all = await ListAsync(cancel);
        var chunks = all.Where(secret => NumberOf(secret) == number).ToList();
        if (chunks.Count == 0)
        {
            var known = all.Select(NumberOf).Distinct().Order().ToList();
            throw new MeshException(
                ErrorCode.NothingRecorded,
                $"Revision {number} is not kept in namespace {ns}. {(known.Count == 0 ? "There are none." : $"There are {string.Join(", ", known)}.")}",
                "List them with --target=Status.");
        }

        return Readable(chunks[0], () => Unpack(chunks));
    }

    /// <summary>The ConfigMaps of all revisions; one that cannot be read has none.</summary>
    public async Task<IReadOnlyList<JsonObject>> ReadConfigMapsAsync(CancellationToken cancel)
    {
        var maps = new List<JsonObject>();
        foreach (var revision in (await ListAsync(cancel)).GroupBy(NumberOf).OrderByDescending(group => group.Key))
        {
            try
            {
                maps.AddRange(Unpack(revision).Select(item => item.Json).Where(item => (string?)item["kind"] == "ConfigMap"));
            }
            catch (Exception damage) when (IsDamage(damage))
            {
                // The others are as good as any, and nothing can be done about this one.
            }
        }

        return maps;
    }

    /// <summary>Removes all revisions, at the end of an uninstall.</summary>
    public async Task DeleteAsync(CancellationToken cancel)
    {
        var secrets = await SecretsAsync(cancel);
        await Task.WhenAll((await ListAsync(cancel)).Select(secret => cluster.DeleteAsync(secrets, ns, NameOf(secret), null, cancel)));
    }

    private static IReadOnlyList<KubeObject> Unpack(IEnumerable<JsonObject> chunks) =>
        RevisionArchive.Unpack(chunks.OrderBy(ChunkOf).Select(secret => Convert.FromBase64String((string?)secret["data"]?[DataKey] ?? "")));

    private static bool IsDamage(Exception exception) => exception is InvalidDataException or JsonException or FormatException or InvalidOperationException;

    private Revision Readable(JsonObject secret, Func<IReadOnlyList<KubeObject>> manifests)
    {
        try
        {
            return Read(secret, manifests());
        }
        catch (Exception cause) when (IsDamage(cause))
        {
            throw new MeshException(
                ErrorCode.RecordUnreadable,
                $"Revision {NumberOf(secret)} in namespace {ns} cannot be read: {cause.Message}",
                $"Choose another one, or delete what is damaged: {cluster.Target.Kubectl} delete secret {NameOf(secret)} -n {ns}",
                innerException: cause);
        }
    }

    private static Revision Read(JsonObject secret, IReadOnlyList<KubeObject> manifests)
    {
        var text = (string?)secret["metadata"]!["annotations"]?[InfoAnnotation] ?? throw new InvalidDataException("it has no description");
        var info = JsonNode.Parse(text)!;
        var options = info["options"]!.AsObject().ToDictionary(item => item.Key, item => (string)item.Value!, StringComparer.Ordinal);
        return new(
            NumberOf(secret),
            new((string)info["release"]!, options, (string)info["by"]!),
            DateTimeOffset.Parse((string)info["at"]!, CultureInfo.InvariantCulture),
            manifests);
    }

    private static string NameOf(int number, int index, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"cake-istio.v{number}{(count == 1 ? "" : $".{index}")}");

    private JsonObject Body(InstallRecord record, int count, byte[] chunk, int index)
    {
        var info = new JsonObject
        {
            ["release"] = record.Description.Release,
            ["by"] = record.Description.Holder,
            ["at"] = record.UpdatedAt.ToString("O", CultureInfo.InvariantCulture),
            ["options"] = new JsonObject(record.Description.Options.Select(option => KeyValuePair.Create(option.Key, (JsonNode?)option.Value))),
        };
        return new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject
            {
                ["name"] = NameOf(record.Revision, index, count),
                ["namespace"] = ns,
                ["labels"] = new JsonObject
                {
                    [RecordStore.ManagedByLabel] = FieldManager.Installer,
                    [NumberLabel] = record.Revision.ToString(CultureInfo.InvariantCulture),
                    [ChunkLabel] = index.ToString(CultureInfo.InvariantCulture),
                },
                ["annotations"] = new JsonObject { [InfoAnnotation] = KubeJson.ToText(info) },
            },
            ["type"] = "cake-istio/revision",
            ["data"] = new JsonObject { [DataKey] = Convert.ToBase64String(chunk) },
        };
    }

    private static int NumberOf(JsonObject secret) => int.Parse((string)secret["metadata"]!["labels"]![NumberLabel]!, CultureInfo.InvariantCulture);

    private static int ChunkOf(JsonObject secret) => int.Parse((string)secret["metadata"]!["labels"]![ChunkLabel]!, CultureInfo.InvariantCulture);

    private static string NameOf(JsonObject secret) => (string)secret["metadata"]!["name"]!;

    private async Task<IReadOnlyList<JsonObject>> ListAsync(CancellationToken cancel) =>
        (await cluster.ListAsync(await SecretsAsync(cancel), ns, new() { LabelSelector = $"{RecordStore.ManagedByLabel}={FieldManager.Installer},{NumberLabel}" }, cancel)).Items;

    private async Task<ApiResource> SecretsAsync(CancellationToken cancel) =>
        (await cluster.DiscoverAsync(refresh: false, cancel)).Find("v1", "Secret")!;
}
