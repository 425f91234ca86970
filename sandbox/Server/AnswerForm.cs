namespace Cake.Istio.Sandbox.Server;

/// <summary>How an answer is written.</summary>
internal enum AnswerForm
{
    /// <summary>The object or list itself.</summary>
    Object,

    /// <summary><c>meta.k8s.io/v1 Table</c>.</summary>
    Table,

    /// <summary><c>meta.k8s.io/v1 PartialObjectMetadata</c>: of one object.</summary>
    Metadata,

    /// <summary><c>meta.k8s.io/v1 PartialObjectMetadataList</c>: of a list.</summary>
    MetadataList,
}
