namespace Cake.Istio.Sandbox.Tests.Validation;

public sealed class ObjectValidationTests
{
    private const string Template = """{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}""";

    public static TheoryData<string, string, string, string[]> Refused => new()
    {
        { "v1", "ConfigMap", """{"data":{"a b":""}}""",
            ["data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"] },
        { "v1", "Secret", """{"type":"kubernetes.io/tls","data":{"tls.crt":""}}""", ["data[tls.key]: Required value"] },
        { "v1", "Service", """{"spec":{"type":"Bogus","ports":[{"port":80}]}}""",
            ["spec.type: Unsupported value: \"Bogus\": supported values: \"ClusterIP\", \"ExternalName\", \"LoadBalancer\", \"NodePort\""] },
        { "v1", "Service", """{"spec":{}}""", ["spec.ports: Required value"] },
        { "v1", "Namespace", """{"spec":{"finalizers":["f"]}}""",
            ["spec.finalizers: Invalid value: \"f\": name is neither a standard finalizer name nor is it fully qualified"] },
        { "v1", "Service", """{"spec":{"ports":[{"port":80},{"port":70000,"name":"x","targetPort":70000,"protocol":"tcp"}]}}""",
            ["spec.ports[0].name: Required value", "spec.ports[1].port: Invalid value: 70000: must be between 1 and 65535, inclusive",
                "spec.ports[1].protocol: Unsupported value: \"tcp\": supported values: \"SCTP\", \"TCP\", \"UDP\"",
                "spec.ports[1].targetPort: Invalid value: 70000: must be between 1 and 65535, inclusive"] },
        { "v1", "Service", """{"spec":{"ports":[{"name":"a","port":80,"nodePort":30000},{"name":"a","port":80}]}}""",
            ["spec.ports[1].name: Duplicate value: \"a\"", "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
                "spec.ports[1]: Duplicate value: {\"protocol\":\"TCP\",\"port\":80,\"targetPort\":0}"] },
        { "v1", "Service", """{"spec":{"type":"ExternalName"}}""", ["spec.externalName: Required value"] },
        { "apps/v1", "Deployment", """{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}}}""", ["spec.selector: Required value", "spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`"] },
        { "apps/v1", "Deployment", $$$"""{"spec":{"selector":{},"template":{{{Template}}}}}""", ["spec.selector: Invalid value: {}: empty selector is invalid for deployment"] },
        { "apps/v1", "Deployment", $$$"""{"spec":{"replicas":-1,"selector":{"matchLabels":{"a":"c"}},"template":{{{Template}}}}}""",
            ["spec.replicas: Invalid value: -1: must be greater than or equal to 0",
                "spec.template.metadata.labels: Invalid value: {\"a\":\"b\"}: `selector` does not match template `labels`"] },
        { "apps/v1", "Deployment", $$$"""{"spec":{"selector":{"matchLabels":{"a":"b"}},"strategy":{"rollingUpdate":{"maxSurge":0,"maxUnavailable":"0%"}},"template":{{{Template}}}}}""",
            ["spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"0%\": may not be 0 when `maxSurge` is 0"] },
        { "apps/v1", "Deployment", """{"spec":{"selector":{"matchExpressions":[{"key":"a","operator":"X"}]},"strategy":{"type":"X"},"template":{}}}""",
            ["spec.selector.matchExpressions[0].operator: Invalid value: \"X\": not a valid selector operator",
                "spec.selector: Invalid value: {\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"X\"}]}: invalid label selector",
                "spec.strategy: Unsupported value: {\"Type\":\"X\",\"RollingUpdate\":null}: supported values: \"Recreate\", \"RollingUpdate\""] },
        { "apps/v1", "Deployment", """{"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b","c":"-"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""",
            ["spec.template.labels: Invalid value: \"-\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
                + "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"] },
        { "apps/v1", "DaemonSet", $$$"""{"spec":{"selector":{"matchLabels":{"a":"b"}},"updateStrategy":{"rollingUpdate":{"maxUnavailable":0}},"template":{{{Template}}}}}""",
            ["spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0"] },
        { "apps/v1", "StatefulSet", $$$"""{"spec":{"podManagementPolicy":"X","updateStrategy":{"type":"OnDelete","rollingUpdate":{}},"selector":{"matchLabels":{"a":"b"}},"template":{{{Template}}}}}""",
            ["spec.podManagementPolicy: Invalid value: \"X\": must be 'OrderedReady' or 'Parallel'",
                "spec.updateStrategy.rollingUpdate: Invalid value: {}: only allowed for updateStrategy 'RollingUpdate'"] },
        { "batch/v1", "Job", """{"spec":{"backoffLimitPerIndex":1,"podFailurePolicy":{"rules":[{"action":"FailIndex"},{"action":"X","onExitCodes":{"operator":"In","values":[2,0]}}]},"podReplacementPolicy":"X","template":{"spec":{"restartPolicy":"OnFailure","containers":[{"name":"c","image":"i"}]}}}}""",
            ["spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode",
                "spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required",
                "spec.podFailurePolicy.rules[1].action: Unsupported value: \"X\": supported values: \"Count\", \"FailIndex\", \"FailJob\", \"Ignore\"",
                "spec.podFailurePolicy.rules[1].onExitCodes.values[1]: Invalid value: 0: must not be 0 for the In operator",
                "spec.podFailurePolicy.rules[1].onExitCodes.values: Invalid value: [2,0]: must be ordered",
                "spec.podReplacementPolicy: Unsupported value: \"X\": supported values: \"Failed\"",
                "spec.template.spec.restartPolicy: Invalid value: \"OnFailure\": only \"Never\" is supported when podFailurePolicy is specified"] },
        { "batch/v1", "CronJob", """{"spec":{"schedule":"TZ=UTC 0 0 * *","timeZone":"Mars/X","jobTemplate":{"spec":{"manualSelector":true,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}}}""",
            ["spec.schedule: Invalid value: \"TZ=UTC 0 0 * *\": expected exactly 5 fields, found 4: [0 0 * *]",
                "spec.schedule: Invalid value: \"TZ=UTC 0 0 * *\": cannot use TZ or CRON_TZ in schedule, use timeZone field instead",
                "spec.timeZone: Invalid value: \"Mars/X\": unknown time zone Mars/X",
                "spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: \"nil\", \"false\""] },
        { "autoscaling/v2", "HorizontalPodAutoscaler", """{"spec":{"maxReplicas":0,"scaleTargetRef":{"kind":"D","name":"d"},"metrics":[{"type":"X"}]}}""",
            ["spec.maxReplicas: Required value: must be set and greater than 0", "spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`",
                "spec.metrics[0].type: Unsupported value: \"X\": supported values: \"ContainerResource\", \"External\", \"Object\", \"Pods\", \"Resource\"",
                "spec.metrics[0].type: Unsupported value: \"X\": supported values: \"ContainerResource\", \"External\", \"Object\", \"Pods\", \"Resource\""] },
        { "networking.k8s.io/v1", "Ingress", """{"spec":{"rules":[{"host":"1.2.3.4","http":{"paths":[{"path":"a//b","pathType":"Prefix","backend":{"service":{"name":"s","port":{}}}},{"pathType":"Exact","path":"/","backend":{}}]}}]}}""",
            ["spec.rules[0].host: Invalid value: \"1.2.3.4\": must be a DNS name, not an IP address", "spec.rules[0].http.paths[0].path: Invalid value: \"a//b\": must be an absolute path",
                "spec.rules[0].http.paths[0].path: Invalid value: \"a//b\": must not contain '//'", "spec.rules[0].http.paths[0].backend: Required value: port name or number is required",
                "spec.rules[0].http.paths[1].backend: Invalid value: \"\": resource or service backend is required"] },
        { "v1", "LimitRange", """{"spec":{"limits":[{"type":"Container","max":{"cpu":"1"},"min":{"cpu":"2"},"default":{"cpu":"1"},"defaultRequest":{"cpu":"2"}},{"type":"X"}]}}""",
            ["spec.limits[0].min[cpu]: Invalid value: \"2\": min value 2 is greater than max value 1", "spec.limits[0].defaultRequest[cpu]: Invalid value: \"2\": default request value 2 is greater than max value 1",
                "spec.limits[0].defaultRequest[cpu]: Invalid value: \"2\": default request value 2 is greater than default limit value 1",
                "spec.limits[0].default[cpu]: Invalid value: \"2\": min value 2 is greater than default value 1", "spec.limits[1].type: Invalid value: \"X\": must be a standard limit type or fully qualified"] },
        { "v1", "ResourceQuota", """{"spec":{"hard":{"pods":"1500m","cpu":"1"},"scopes":["BestEffort","NotBestEffort"]}}""",
            ["spec.hard[pods]: Invalid value: \"1500m\": must be an integer", "spec.scopes: Invalid value: [\"BestEffort\",\"NotBestEffort\"]: unsupported scope applied to resource",
                "spec.scopes: Invalid value: [\"BestEffort\",\"NotBestEffort\"]: conflicting scopes"] },
        { "v1", "PersistentVolumeClaim", """{"spec":{"accessModes":["X"],"resources":{"requests":{"storage":"0"}}}}""",
            ["spec.accessModes: Unsupported value: \"X\": supported values: \"ReadOnlyMany\", \"ReadWriteMany\", \"ReadWriteOnce\", \"ReadWriteOncePod\"",
                "spec.resources[storage]: Invalid value: \"0\": must be greater than zero"] },
        { "v1", "Service", """{"spec":{"type":"LoadBalancer","ports":[{"port":80}],"externalIPs":["10.1.01.1"],"loadBalancerSourceRanges":["10.0.0.1/8","x"]}}""",
            ["spec.externalIPs[0]: Invalid value: \"10.1.01.1\": must not have leading 0s", "spec.LoadBalancerSourceRanges[0]: Invalid value: \"10.0.0.1/8\": must not have bits set beyond the prefix length",
                "spec.LoadBalancerSourceRanges[1]: Invalid value: \"x\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"] },
        { "v1", "Node", """{"spec":{"podCIDRs":["10.0.0.0/24","10.0.1.0/24"],"taints":[{"key":"a b","value":"-","effect":"X"},{"key":"c"},{"key":"d","effect":"NoSchedule"},{"key":"d","value":"v","effect":"NoSchedule"}]},"status":{"capacity":{"pods":"1500m","example.org/x":"-1"}}}""",
            ["metadata.taints[0].key: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
                + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
                "metadata.taints[0].value: Invalid value: \"-\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
                + "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
                "metadata.taints[0].effect: Unsupported value: \"X\": supported values: \"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\"", "metadata.taints[1].effect: Required value",
                "metadata.taints[3]: Duplicate value: {\"Key\":\"d\",\"Value\":\"v\",\"Effect\":\"NoSchedule\",\"TimeAdded\":null}: taints must be unique by key and effect pair",
                "status.capacity.pods: Invalid value: \"1500m\": must be an integer", "status.capacity.example.org/x: Invalid value: \"-1\": must be greater than or equal to 0",
                "spec.podCIDRs: Invalid value: [\"10.0.0.0/24\",\"10.0.1.0/24\"]: may specify no more than one CIDR for each IP family"] },
        { "storage.k8s.io/v1", "StorageClass", """{"reclaimPolicy":"Recycle","volumeBindingMode":"X"}""", ["provisioner: Required value",
            "reclaimPolicy: Unsupported value: \"Recycle\": supported values: \"Delete\", \"Retain\"", "volumeBindingMode: Unsupported value: \"X\": supported values: \"Immediate\", \"WaitForFirstConsumer\""] },
        { "networking.k8s.io/v1", "IngressClass", """{"spec":{"controller":"istio"}}""", ["spec.controller: Invalid value: \"istio\": must be a domain-prefixed path (such as \"acme.io/foo\")"] },
        { "networking.k8s.io/v1", "IngressClass", """{"spec":{"controller":"A/b c"}}""",
            ["spec.controller: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character "
                + "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
                "spec.controller: Invalid value: \"b c\": Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')"] },
        { "scheduling.k8s.io/v1", "PriorityClass", """{"value":2000000000}""", ["value: Forbidden: maximum allowed value of a user defined priority is 1000000000"] },
        { "v1", "Secret", """{"type":"kubernetes.io/dockerconfigjson","data":{".dockerconfigjson":"eA=="}}""",
            ["data[.dockerconfigjson]: Invalid value: \"<secret contents redacted>\": invalid character 'x' looking for beginning of value"] },
        { "batch/v1", "Job", """{"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b","job-name":"z"}},"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}""",
            ["spec.template.metadata.labels[job-name]: Invalid value: {\"a\":\"b\",\"job-name\":\"z\",\"controller-uid\":\"0f6d\",\"batch.kubernetes.io/controller-uid\":\"0f6d\",\"batch.kubernetes.io/job-name\":\"x\"}: must be 'x'",
                "spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"b\",\"batch.kubernetes.io/controller-uid\":\"0f6d\"}}: `selector` not auto-generated"] },
        { "batch/v1", "Job", """{"spec":{"completionMode":"Indexed","parallelism":1,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}""",
            ["spec.completions: Required value: when completion mode is Indexed"] },
        { "batch/v1", "Job", """{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}}}""",
            ["spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""] },
        { "v1", "Pod", """{"spec":{"containers":[]}}""", ["spec.containers: Required value"] },
        { "v1", "Pod", """{"spec":{"containers":[{"name":"C","image":""},{"name":"d","image":"i"},{"name":"d","image":"i"}]}}""",
            ["spec.containers[0].name: Invalid value: \"C\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
                "spec.containers[0].image: Required value", "spec.containers[2].name: Duplicate value: \"d\""] },
        { "v1", "Pod", """{"spec":{"containers":[{"name":"c","image":"i","volumeMounts":[{"name":"v","mountPath":"/a"},{"name":"w","mountPath":"/a"}]}],"volumes":[{"name":"w"}]}}""",
            ["spec.containers[0].volumeMounts[0].name: Not found: \"v\"", "spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/a\": must be unique"] },
        { "v1", "Pod", """{"spec":{"containers":[{"name":"c","image":"i","ports":[{"containerPort":0},{"containerPort":80,"name":"TOO-LONG-NAME-OF-PORT"}]}]}}""",
            ["spec.containers[0].ports[0].containerPort: Required value", "spec.containers[0].ports[1].name: Invalid value: \"TOO-LONG-NAME-OF-PORT\": must be no more than 15 characters",
                "spec.containers[0].ports[1].name: Invalid value: \"TOO-LONG-NAME-OF-PORT\": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
                "spec.containers[0].ports[1].name: Invalid value: \"TOO-LONG-NAME-OF-PORT\": must contain at least one letter (a-z)"] },
        { "v1", "Pod", """{"spec":{"containers":[{"name":"c","image":"i","livenessProbe":{"successThreshold":2},"resources":{"requests":{"cpu":"2","x":"1"},"limits":{"cpu":"1"}}}]}}""",
            ["spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1",
                "spec.containers[0].resources.requests[x]: Invalid value: \"x\": must be a standard resource type or fully qualified",
                "spec.containers[0].resources.requests[x]: Invalid value: \"x\": must be a standard resource for containers",
                "spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources",
                "spec.containers[0].livenessProbe: Required value: must specify a handler type", "spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1"] },
        { "v1", "Pod", """{"spec":{"restartPolicy":"Sometimes","dnsPolicy":"x","containers":[{"name":"c","image":"i","imagePullPolicy":"Maybe","env":[{"name":""},{"name":"A","valueFrom":{}}]}]}}""",
            ["spec.containers[0].env[0].name: Required value",
                "spec.containers[0].env[1].valueFrom: Invalid value: \"\": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`",
                "spec.containers[0].imagePullPolicy: Unsupported value: \"Maybe\": supported values: \"Always\", \"IfNotPresent\", \"Never\"",
                "spec.restartPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", \"OnFailure\", \"Never\"",
                "spec.dnsPolicy: Unsupported value: \"x\": supported values: \"ClusterFirstWithHostNet\", \"ClusterFirst\", \"Default\", \"None\""] },
        { "rbac.authorization.k8s.io/v1", "ClusterRole", """{"rules":[{"apiGroups":[""],"resources":["pods"]}]}""", ["rules[0].verbs: Required value: verbs must contain at least one value"] },
        { "rbac.authorization.k8s.io/v1", "Role", """{"rules":[{"verbs":["get"],"nonResourceURLs":["/x"]}]}""",
            ["rules[0].nonResourceURLs: Invalid value: [\"/x\"]: namespaced rules cannot apply to non-resource URLs"] },
        { "rbac.authorization.k8s.io/v1", "RoleBinding", """{"roleRef":{"kind":"X","name":"r"},"subjects":[{"kind":"Y","name":"s"}]}""",
            ["roleRef.kind: Unsupported value: \"X\": supported values: \"Role\", \"ClusterRole\"",
                "subjects[0].kind: Unsupported value: \"Y\": supported values: \"ServiceAccount\", \"User\", \"Group\""] },
        { "autoscaling/v2", "HorizontalPodAutoscaler", """{"spec":{"minReplicas":3,"maxReplicas":2,"scaleTargetRef":{"kind":"D","name":"d"}}}""",
            ["spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`"] },
        { "policy/v1", "PodDisruptionBudget", """{"spec":{"minAvailable":"a","maxUnavailable":"101%"}}""",
            ["spec: Invalid value: {\"minAvailable\":\"a\",\"maxUnavailable\":\"101%\"}: minAvailable and maxUnavailable cannot be both set",
                "spec.minAvailable: Invalid value: \"a\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
                "spec.maxUnavailable: Invalid value: \"101%\": must not be greater than 100%"] },
        { "networking.k8s.io/v1", "NetworkPolicy", """{"spec":{"podSelector":{},"ingress":[{"from":[{}]}]}}""", ["spec.ingress[0].from[0]: Required value: must specify a peer"] },
        { "admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", """{"webhooks":[{"name":"inject.mesh.example","clientConfig":{"service":{"name":"i","namespace":"t"}}}]}""",
            ["webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun", "webhooks[0].admissionReviewVersions: Required value: must specify one of v1, v1beta1"] },
        { "admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration",
            """{"webhooks":[{"name":"a.b","sideEffects":"Some","admissionReviewVersions":["v2"],"timeoutSeconds":31,"clientConfig":{"url":"http://x/y?z#w"},"rules":[{}]}]}""",
            ["webhooks[0].name: Invalid value: \"a.b\": should be a domain with at least three segments separated by dots", "webhooks[0].rules[0].operations: Required value",
                "webhooks[0].rules[0].apiGroups: Required value", "webhooks[0].rules[0].apiVersions: Required value", "webhooks[0].rules[0].resources: Required value",
                "webhooks[0].sideEffects: Unsupported value: \"Some\": supported values: \"None\", \"NoneOnDryRun\"",
                "webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds",
                "webhooks[0].clientConfig.url: Invalid value: \"http\": 'https' is the only allowed URL scheme; desired format: https://host[/path]",
                "webhooks[0].clientConfig.url: Invalid value: \"w\": fragments are not permitted in the URL",
                "webhooks[0].clientConfig.url: Invalid value: \"z\": query parameters are not permitted in the URL",
                "webhooks[0].admissionReviewVersions: Invalid value: [\"v2\"]: must include at least one of v1, v1beta1"] },
        { "coordination.k8s.io/v1", "Lease", """{"spec":{"leaseDurationSeconds":0}}""", ["spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0"] },
        { "discovery.k8s.io/v1", "EndpointSlice", """{"addressType":"IPv4","endpoints":[{"addresses":["::1","x"]}]}""",
            ["endpoints[0].addresses: Invalid value: \"::1\": must be an IPv4 address",
                "endpoints[0].addresses[0]: Invalid value: \"::1\": may not be in the loopback range (127.0.0.0/8, ::1/128)",
                "endpoints[0].addresses[1]: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_breaks_a_rule_is_named(string apiVersion, string kind, string json, string[] expected) => Assert.Equal(expected, Checked.Create(apiVersion, kind, json));

    [Fact]
    public void Too_much_data_is_too_long() => Assert.Equal(["[]: Too long: may not be more than 1048576 bytes"],
        Checked.Create("v1", "ConfigMap", $$$"""{"data":{"a":"{{{new string('x', 1_048_577)}}}"}}"""));

    public static TheoryData<string, string, string, string, string[]> NotKept => new()
    {
        { "v1", "ConfigMap", """{"immutable":true,"data":{"a":"1"}}""", """{"data":{"a":"2"}}""",
            ["immutable: Forbidden: field is immutable when `immutable` is set", "data: Forbidden: field is immutable when `immutable` is set"] },
        { "v1", "Secret", """{"type":"a"}""", """{"type":"b"}""", ["type: Invalid value: \"b\": field is immutable"] },
        { "apps/v1", "Deployment", $$$"""{"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{{{Template}}}}}""",
            """{"spec":{"selector":{"matchLabels":{"a":"c"}},"template":{"metadata":{"labels":{"a":"c"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""",
            ["spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"c\"}}: field is immutable"] },
        { "rbac.authorization.k8s.io/v1", "ClusterRoleBinding", """{"roleRef":{"kind":"ClusterRole","name":"a"}}""", """{"roleRef":{"kind":"ClusterRole","name":"b"}}""",
            ["roleRef: Invalid value: {\"kind\":\"ClusterRole\",\"name\":\"b\",\"apiGroup\":\"rbac.authorization.k8s.io\"}: cannot change roleRef"] },
        { "v1", "Pod", """{"spec":{"activeDeadlineSeconds":10,"containers":[{"name":"c","image":"i"}]}}""", """{"spec":{"activeDeadlineSeconds":20,"containers":[{"name":"c","image":"i"}]}}""",
            ["spec.activeDeadlineSeconds: Invalid value: 20: must be less than or equal to previous value"] },
        { "v1", "Pod", """{"spec":{"containers":[{"name":"c","image":"i"}]}}""", """{"spec":{"schedulingGates":[{"name":"g"}],"containers":[{"name":"c","image":"i"}],"initContainers":[]}}""",
            ["spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'g'"] },
    };

    [Theory]
    [MemberData(nameof(NotKept))]
    public void What_may_not_change_is_named(string apiVersion, string kind, string old, string json, string[] expected) =>
        Assert.Equal(expected, Checked.Update(apiVersion, kind, old, json));

    [Theory]
    [InlineData("data", new string[0])]
    [InlineData("other", new[] { "spec.template.spec.containers[0].volumeMounts[0].name: Not found: \"other\"" })]
    public void The_pods_of_a_stateful_set_have_its_claims(string mounted, string[] expected) => Assert.Equal(expected, Checked.Create("apps/v1", "StatefulSet", $$$$$"""
        {"spec":{"serviceName":"s","selector":{"matchLabels":{"a":"b"}},"volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}],
         "template":{"metadata":{"labels":{"a":"b"}},"spec":{"hostname":"not.a.label","containers":[{"name":"c","image":"i","volumeMounts":[{"name":"{{{{{mounted}}}}}","mountPath":"/data"}]}]}}}}
        """));

    [Fact]
    public void The_template_of_a_job_stays()
    {
        const string Job = """{"spec":{"manualSelector":true,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i:1"}]}}}}""";
        Assert.Empty(Checked.Update("batch/v1", "Job", Job, Job));
        var finding = Assert.Single(Checked.Update("batch/v1", "Job", Job, Job.Replace("i:1", "i:2", StringComparison.Ordinal)));
        Assert.StartsWith("spec.template: Invalid value: {", finding, StringComparison.Ordinal);
        Assert.EndsWith(": field is immutable", finding, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_node_is_to_others_stays()
    {
        const string Node = """{"spec":{"podCIDRs":["10.0.0.0/24"],"providerID":"a://b"}}""";
        Assert.Equal(["spec.podCIDRs: Forbidden: node updates may not change podCIDR except from \"\" to valid", "spec.providerID: Forbidden: node updates may not change providerID except from \"\" to valid"],
            Checked.Update("v1", "Node", Node, """{"spec":{"podCIDRs":["10.0.1.0/24"]}}"""));
        Assert.Empty(Checked.Update("v1", "Node", "{}", Node));
        Assert.Equal(["status.addresses[1]: Duplicate value: {\"Type\":\"Hostname\",\"Address\":\"h\"}"],
            Checked.Status("v1", "Node", "{}", "{}", """{"addresses":[{"type":"Hostname","address":"h"},{"type":"Hostname","address":"h"},{"type":"InternalDNS","address":"h"}]}"""));
    }

    [Fact]
    public void A_class_keeps_whom_it_names()
    {
        Assert.Equal(["spec.controller: Invalid value: \"a/c\": field is immutable"],
            Checked.Update("networking.k8s.io/v1", "IngressClass", """{"spec":{"controller":"a/b"}}""", """{"spec":{"controller":"a/c"}}"""));
        const string Class = """{"provisioner":"a/b","reclaimPolicy":"Delete","volumeBindingMode":"Immediate"}""";
        Assert.Equal(["reclaimPolicy: Invalid value: \"Retain\": field is immutable"], Checked.Update("storage.k8s.io/v1", "StorageClass", Class, Class.Replace("Delete", "Retain", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_health_check_node_port_stays_while_there_is_one()
    {
        const string Service = """{"spec":{"type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":31000,"ports":[{"port":80}]}}""";
        Assert.Equal(["spec.healthCheckNodePort: Forbidden: field is immutable"],
            Checked.Update("v1", "Service", Service, Service.Replace("31000", "31001", StringComparison.Ordinal)));
        Assert.Empty(Checked.Update("v1", "Service", Service.Replace("Local", "Cluster", StringComparison.Ordinal).Replace("31000", "0", StringComparison.Ordinal), Service));
    }

    [Fact]
    public void A_pod_may_change_its_image_and_nothing_else_of_its_containers()
    {
        const string Pod = """{"spec":{"nodeName":"n","containers":[{"name":"c","image":"i:1"}]}}""";
        Assert.Empty(Checked.Update("v1", "Pod", Pod, Pod.Replace("i:1", "i:2", StringComparison.Ordinal)));
        Assert.StartsWith("spec: Forbidden: pod updates may not change fields other than", Assert.Single(
            Checked.Update("v1", "Pod", Pod, """{"spec":{"nodeName":"n","containers":[{"name":"c","image":"i:1","args":["x"]}]}}""")), StringComparison.Ordinal);
    }
}
