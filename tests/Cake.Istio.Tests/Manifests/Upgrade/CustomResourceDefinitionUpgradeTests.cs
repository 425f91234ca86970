using System.Text.Json.Nodes;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Manifests.Upgrade;

public sealed class CustomResourceDefinitionUpgradeTests
{
    private const string Head = "apiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nmetadata: {name: xs.x.io}\n";
    private const string NewHead = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: xs.x.io}\n";
    private const string Names = "group: x.io, names: {kind: X, plural: xs}";

    [Fact]
    public void A_single_version_without_a_schema_keeps_every_field() => Upgraded.Becomes(
        Head + $"spec: {{{Names}, version: v1alpha1}}\nstatus: {{conditions: null}}\n",
        NewHead + $"spec: {{{Names}, scope: Namespaced, versions: [{{name: v1alpha1, served: true, storage: true, schema: {{openAPIV3Schema: {{type: object, x-kubernetes-preserve-unknown-fields: true}}}}}}]}}\n");

    [Fact]
    public void An_empty_scope_is_none() =>
        Assert.Equal("Namespaced", (string?)Upgraded.One(Head + $"spec: {{{Names}, version: v1, scope: ''}}\n")["spec"]!["scope"]);

    [Theory]
    [InlineData("{type: object, x-kubernetes-int-or-string: true, minProperties: 1}", "{type: object, minProperties: 1}")]
    [InlineData("{type: array, format: int-or-string, items: {type: string}}", "{type: array, format: int-or-string, items: {type: string}}")]
    [InlineData("{type: string, pattern: '[', minLength: 1}", "{type: string, minLength: 1}")]
    [InlineData("{type: string, anyOf: [{pattern: '(?=a)'}, {minLength: 1}]}", "{type: string, anyOf: [{}, {minLength: 1}]}")]
    [InlineData("{type: string, not: {pattern: '(?=a)'}}", "{type: string}")]
    public void What_a_structural_schema_cannot_have_is_left_out(string old, string expected) => Upgraded.Becomes(
        Head + $"spec: {{{Names}, version: v1, preserveUnknownFields: false, validation: {{openAPIV3Schema: {{type: object, properties: {{a: {old}}}}}}}}}\n",
        NewHead + $"spec: {{{Names}, scope: Namespaced, versions: [{{name: v1, served: true, storage: true, schema: {{openAPIV3Schema: {{type: object, properties: {{a: {expected}}}}}}}}}]}}\n");

    [Fact]
    public void What_stood_at_the_top_goes_to_every_version() => Upgraded.Becomes(
        Head +
        """
        spec:
          group: x.io
          scope: Cluster
          names: {kind: X, plural: xs}
          version: v2
          versions: [{name: v2, served: true, storage: true}, {name: v1, served: false, storage: false}]
          preserveUnknownFields: false
          validation: {openAPIV3Schema: {type: object, properties: {spec: {type: string}}}}
          subresources: {status: {}, scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}}
          additionalPrinterColumns: [{name: Age, type: date, JSONPath: .metadata.creationTimestamp, priority: 1}]
        """,
        NewHead +
        """
        spec:
          group: x.io
          scope: Cluster
          names: {kind: X, plural: xs}
          versions:
          - name: v2
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, properties: {spec: {type: string}}}}
            subresources: {status: {}, scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}}
            additionalPrinterColumns: [{name: Age, type: date, jsonPath: .metadata.creationTimestamp, priority: 1}]
          - name: v1
            served: false
            storage: false
            schema: {openAPIV3Schema: {type: object, properties: {spec: {type: string}}}}
            subresources: {status: {}, scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}}
            additionalPrinterColumns: [{name: Age, type: date, jsonPath: .metadata.creationTimestamp, priority: 1}]
        """);

    [Fact]
    public void What_a_version_has_of_its_own_stays_its_own()
    {
        var versions = Upgraded.One(
            Head +
            """
            spec:
              group: x.io
              names: {kind: X, plural: xs}
              versions:
              - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {a: {type: string}}}}, additionalPrinterColumns: [{name: A, type: string, JSONPath: .a}]}
              - {name: v2, served: true, storage: false, schema: {openAPIV3Schema: {type: object, properties: {b: {type: string}}}}, subresources: {status: {}}}
            """)["spec"]!["versions"]!;

        Assert.NotNull(versions[0]!["schema"]!["openAPIV3Schema"]!["properties"]!["a"]);
        Assert.NotNull(versions[1]!["schema"]!["openAPIV3Schema"]!["properties"]!["b"]);
        Assert.Equal(".a", (string?)versions[0]!["additionalPrinterColumns"]![0]!["jsonPath"]);
        Assert.Null(versions[0]!["subresources"]);
    }

    [Theory]
    [InlineData("{strategy: None}", "{strategy: None}")]
    [InlineData(
        "{strategy: Webhook, webhookClientConfig: {service: {name: s, namespace: ns}}, conversionReviewVersions: [v1, v1beta1]}",
        "{strategy: Webhook, webhook: {clientConfig: {service: {name: s, namespace: ns}}, conversionReviewVersions: [v1, v1beta1]}}")]
    [InlineData(
        "{strategy: Webhook, webhookClientConfig: {url: 'https://x'}, conversionReviewVersions: []}",
        "{strategy: Webhook, webhook: {clientConfig: {url: 'https://x'}, conversionReviewVersions: [v1beta1]}}")]
    [InlineData(
        "{strategy: Webhook, webhookClientConfig: {caBundle: Cg==, url: 'https://x'}}",
        "{strategy: Webhook, webhook: {clientConfig: {url: 'https://x'}, conversionReviewVersions: [v1beta1]}}")]
    public void Conversion_has_its_webhook_in_one_place(string old, string current) => Upgraded.Becomes(
        Head + $"spec: {{{Names}, preserveUnknownFields: false, versions: [{{name: v1, served: true, storage: true, schema: {{openAPIV3Schema: {{type: object}}}}}}], conversion: {old}}}\n",
        NewHead + $"spec: {{{Names}, scope: Namespaced, versions: [{{name: v1, served: true, storage: true, schema: {{openAPIV3Schema: {{type: object}}}}}}], conversion: {current}}}\n");

    [Theory]
    [InlineData("x.k8s.io", true)]
    [InlineData("k8s.io", true)]
    [InlineData("a.b.kubernetes.io", true)]
    [InlineData("x.io", false)]
    [InlineData("myk8s.io", false)]
    public void A_protected_group_says_that_nobody_reviewed_it(string group, bool isProtected)
    {
        var json = Upgraded.One(Head + $"spec: {{group: {group}, names: {{kind: X, plural: xs}}, version: v1}}\n");

        Assert.Equal(isProtected, ((string?)json["metadata"]!["annotations"]?["api-approved.kubernetes.io"])?.StartsWith("unapproved", StringComparison.Ordinal) == true);
    }

    [Theory]
    // Types that were not said.
    [InlineData("{properties: {a: {description: d}}}", "{type: object, properties: {a: {description: d, N}}, P}")]
    [InlineData("{type: object, properties: {a: {properties: {b: {type: string}}}}}", "{type: object, properties: {a: {properties: {b: {type: string}}, N}}, P}")]
    [InlineData("{type: object, properties: {a: {items: {type: string}}, b: {type: array}}}", "{type: object, properties: {a: {items: {type: string}, N}, b: {type: array, items: {N}}}, P}")]
    [InlineData("{type: object, properties: {a: {type: array, items: [{type: string}]}}}", "{type: object, properties: {a: {type: array, items: {N}}}, P}")]
    [InlineData("{type: object, properties: {a: {type: 'null'}, b: {type: [string]}}}", "{type: object, properties: {a: {N}, b: {N}}, P}")]
    // Numbers or text.
    [InlineData("{type: object, properties: {a: {type: string, format: int-or-string}}}", "{type: object, properties: {a: {I}}, P}")]
    [InlineData("{type: object, properties: {a: {anyOf: [{type: string}, {type: integer}]}}}", "{type: object, properties: {a: {I, nullable: true}}, P}")]
    [InlineData("{type: object, properties: {a: {oneOf: [{type: integer}, {type: string}]}}}", "{type: object, properties: {a: {I, nullable: true}}, P}")]
    // Maps.
    [InlineData("{type: object, properties: {a: {type: object, additionalProperties: {type: string}}}}", "{type: object, properties: {a: {type: object, additionalProperties: {type: string}}}, P}")]
    [InlineData("{type: object, properties: {a: {additionalProperties: {}}}}", "{type: object, properties: {a: {additionalProperties: {N}, N}}, P}")]
    [InlineData("{type: object, properties: {a: {type: object, additionalProperties: true}}}", "{type: object, properties: {a: {type: object, P}}, P}")]
    [InlineData("{type: object, properties: {a: {type: object, properties: {b: {type: string}}, additionalProperties: true}}}", "{type: object, properties: {a: {type: object, properties: {b: {type: string}}, P}}, P}")]
    [InlineData("{type: object, properties: {a: {type: object, properties: {b: {type: string}}, additionalProperties: {type: string}}}}", "{type: object, properties: {a: {type: object, properties: {b: {type: string}}, P}}, P}")]
    // Metadata, and what v1 has no place for.
    [InlineData("{properties: {metadata: {description: d, properties: {name: {type: string, maxLength: 5}, labels: {type: object}}}, kind: {}}}", "{type: object, properties: {metadata: {type: object, properties: {name: {type: string, maxLength: 5}}}, kind: {type: string}}, P}")]
    [InlineData("{type: object, definitions: {}, properties: {a: {type: string, default: x, readOnly: true, x-other: 1, uniqueItems: false}}}", "{type: object, properties: {a: {type: string}}, P}")]
    // Judgements.
    [InlineData("{type: object, oneOf: [{required: [a]}, {not: {anyOf: [{required: [a]}]}}], properties: {a: {type: string}}}", "{type: object, oneOf: [{required: [a]}, {not: {anyOf: [{required: [a]}]}}], properties: {a: {type: string}}, P}")]
    [InlineData("{type: object, anyOf: [{properties: {a: {minLength: 1}}}]}", "{type: object, properties: {a: {N}}, anyOf: [{properties: {a: {minLength: 1}}}], P}")]
    [InlineData("{type: object, properties: {a: {type: string, oneOf: [{type: string}, {minLength: 5}]}}}", "{type: object, properties: {a: {type: string}}, P}")]
    [InlineData("{type: object, properties: {a: {type: string, anyOf: [{type: string, minLength: 2, description: d}]}}}", "{type: object, properties: {a: {type: string, anyOf: [{minLength: 2}]}}, P}")]
    // Lists whose keys v1 wants to be there.
    [InlineData("{type: object, properties: {a: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k], items: {type: object, properties: {k: {type: string}}}}}}", "{type: object, properties: {a: {type: array, items: {type: object, properties: {k: {type: string}}, P}}}, P}")]
    [InlineData("{type: object, properties: {a: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k], items: {type: object, required: [k], properties: {k: {type: string}}}}}}", "{type: object, properties: {a: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k], items: {type: object, required: [k], properties: {k: {type: string}}, P}}}, P}")]
    [InlineData("{type: object, properties: {a: {type: array, x-kubernetes-list-type: set, items: {type: object}}}}", "{type: object, properties: {a: {type: array, items: {type: object, P}}}, P}")]
    public void A_schema_becomes_structural(string old, string current)
    {
        current = current.Replace("P}", "x-kubernetes-preserve-unknown-fields: true}", StringComparison.Ordinal).Replace("N}", "x-kubernetes-preserve-unknown-fields: true, nullable: true}", StringComparison.Ordinal).Replace("{I", "{x-kubernetes-int-or-string: true", StringComparison.Ordinal);
        Upgraded.Becomes(
            Head + $"spec: {{{Names}, version: v1, validation: {{openAPIV3Schema: {old}}}}}\n",
            NewHead + $"spec: {{{Names}, scope: Namespaced, versions: [{{name: v1, served: true, storage: true, schema: {{openAPIV3Schema: {current}}}}}]}}\n");
        Assert.Empty(StructuralCheck.Problems(Upgraded.One(Head + $"spec: {{{Names}, version: v1, validation: {{openAPIV3Schema: {old}}}}}\n")));
    }

    [Theory]
    [InlineData("{type: object, anyOf: [{properties: {metadata: {required: [labels]}}}]}", "a anyOf loses what it says of metadata, which v1 does not take")]
    [InlineData("{anyOf: [{required: [b]}, {properties: {c: {enum: [x]}}}]}", "a anyOf loses what it says of c, which v1 does not take")]
    [InlineData("{type: string, anyOf: [{properties: {c: {enum: [x]}}}]}", "a anyOf loses what it says of c, which v1 does not take")]
    [InlineData("{type: object, anyOf: [{items: {enum: [x]}}]}", "a anyOf loses what it says of items, which v1 does not take")]
    [InlineData("{type: string, anyOf: [{not: {type: string}}]}", "a anyOf loses not, which v1 does not take")]
    [InlineData("{type: string, anyOf: [{oneOf: [{type: string}]}]}", "a anyOf loses oneOf, which v1 does not take")]
    public void A_branch_that_says_less_than_before_is_told(string schema, string note) => Assert.Equal(
        $"Version v1: {note}.",
        Assert.Single(Upgraded.Notes(Head + $"spec: {{{Names}, version: v1, validation: {{openAPIV3Schema: {{type: object, properties: {{a: {schema}}}}}}}}}\n")));

    [Fact]
    public void A_root_with_status_loses_what_only_the_rest_could_have()
    {
        const string Definition = Head + "spec: {" + Names + ", version: v1, subresources: {status: {}}, validation: {openAPIV3Schema: {type: object, oneOf: [{required: [a]}], properties: {a: {type: string}}}}}\n";

        Assert.Null(Upgraded.One(Definition)["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!["oneOf"]);
        Assert.Equal("Version v1: the schema loses oneOf at the root, which v1 does not take.", Assert.Single(Upgraded.Notes(Definition)));
    }

    [Fact]
    public void A_structural_schema_that_prunes_stays_as_it_is()
    {
        var schema = Yaml.One(Yaml.Value(
            """
            {type: object, required: [spec], description: d, properties: {metadata: {type: object}, spec: {type: object, properties: {
              n: {type: integer, default: 3, minimum: 1}, p: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}, m: {type: object, additionalProperties: true},
              l: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k], items: {type: object, required: [k], properties: {k: {type: string}}}},
              e: {type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}, u: {type: string, nullable: true, enum: [a, b]}},
              oneOf: [{required: [n]}, {not: {required: [n]}}]}}}
            """)).Json["v"]!;
        var definition = Yaml.One(Head + $"spec: {{{Names}, version: v1, preserveUnknownFields: false}}\n");
        definition.Json["spec"]!["validation"] = new JsonObject { ["openAPIV3Schema"] = schema.DeepClone() };

        var rewritten = ApiUpgrade.Upgrade([definition], Upgraded.IsServed).Objects[0].Json["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"];

        Assert.True(JsonNode.DeepEquals(schema, rewritten), KubeJson.ToText(rewritten!));
    }
}
