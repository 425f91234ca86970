using System.Globalization;
using System.Text.Json.Nodes;
using Cake.Istio.Errors;

namespace Cake.Istio.Apply.Inventory;

/// <summary>A record as JSON.</summary>
internal static class RecordJson
{
    private const int FormatVersion = 1;

    /// <summary>Writes a record; objects are grouped by API version, kind and namespace, because there may be hundreds.</summary>
    public static JsonObject Write(InstallRecord record) => new()
    {
        ["formatVersion"] = FormatVersion,
        ["revision"] = record.Revision,
        ["state"] = record.State.ToString(),
        ["release"] = record.Description.Release,
        ["options"] = new JsonObject(record.Description.Options.OrderBy(option => option.Key, StringComparer.Ordinal)
            .Select(option => KeyValuePair.Create(option.Key, (JsonNode?)option.Value))),
        ["by"] = record.Description.Holder,
        ["ofRevision"] = record.Description.OfRevision,
        ["planDigest"] = record.PlanDigest,
        ["updatedAt"] = record.UpdatedAt.ToString("O", CultureInfo.InvariantCulture),
        ["madeNamespace"] = record.MadeNamespace,
        ["objects"] = new JsonArray([.. Groups(record)]),
    };

    /// <summary>Reads a record.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.RecordUnreadable"/>.</exception>
    public static InstallRecord Read(string text)
    {
        try
        {
            var json = (JsonObject)JsonNode.Parse(text)!;
            if ((int?)json["formatVersion"] is not FormatVersion)
                throw Unreadable($"its format is {(int?)json["formatVersion"]}, this version reads {FormatVersion}", null);
            return new(
                (int)json["revision"]!,
                Enum.Parse<RecordState>((string)json["state"]!),
                new((string)json["release"]!, Texts(json["options"]!.AsObject()), (string)json["by"]!) { OfRevision = (int?)json["ofRevision"] },
                (string)json["planDigest"]!,
                DateTimeOffset.Parse((string)json["updatedAt"]!, CultureInfo.InvariantCulture),
                (bool)json["madeNamespace"]!,
                [.. json["objects"]!.AsArray().SelectMany(group => Objects(group!.AsObject()))]);
        }
        catch (Exception cause) when (cause is System.Text.Json.JsonException or InvalidCastException or InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            throw Unreadable(cause.Message, cause);
        }
    }

    private static IEnumerable<JsonObject> Groups(InstallRecord record) =>
        from item in record.Objects
        group item by (item.Subject.ApiVersion, item.Subject.Kind, item.Subject.Namespace) into place
        orderby place.Key.ApiVersion, place.Key.Kind, place.Key.Namespace
        select new JsonObject
        {
            ["apiVersion"] = place.Key.ApiVersion,
            ["kind"] = place.Key.Kind,
            ["namespace"] = place.Key.Namespace,
            ["uidByName"] = new JsonObject(place.OrderBy(item => item.Subject.Name, StringComparer.Ordinal)
                .Select(item => KeyValuePair.Create(item.Subject.Name, (JsonNode?)item.Uid))),
        };

    private static IEnumerable<RecordedObject> Objects(JsonObject group) =>
        group["uidByName"]!.AsObject().Select(item => new RecordedObject(
            new((string)group["apiVersion"]!, (string)group["kind"]!, (string?)group["namespace"], item.Key), (string?)item.Value));

    private static Dictionary<string, string> Texts(JsonObject json) =>
        json.ToDictionary(item => item.Key, item => (string)item.Value!, StringComparer.Ordinal);

    private static MeshException Unreadable(string reason, Exception? cause) => new(
        ErrorCode.RecordUnreadable,
        $"The record of what is installed cannot be read: {reason}.",
        $"If it was damaged, delete ConfigMap {RecordStore.Name} in the mesh namespace and install again: what is there is compared and taken up anew.",
        innerException: cause);
}
