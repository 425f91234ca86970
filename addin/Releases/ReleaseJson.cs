using System.Text.Json.Serialization;

namespace Cake.Istio.Releases;

/// <summary>The cache's own files, read without reflection: a release from the cache is opened in every run.</summary>
[JsonSerializable(typeof(PartialFileState))]
[JsonSerializable(typeof(CacheEntryRecord))]
[JsonSerializable(typeof(CacheSourceRecord))]
internal sealed partial class ReleaseJson : JsonSerializerContext;
