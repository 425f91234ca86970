namespace Cake.Istio.Sandbox.Controllers.Bootstrap;

/// <summary>The simulated nodes: two, big enough for a mesh.</summary>
internal static class NodeObject
{
    /// <summary>How many there are.</summary>
    public const int Count = 2;

    /// <summary>A node's address.</summary>
    public static string Address(int index) => string.Create(CultureInfo.InvariantCulture, $"172.18.0.{index + 2}");

    /// <summary>A ready node.</summary>
    public static JsonObject New(int index, string kubernetesVersion, DateTimeOffset now)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"node-{index}");
        var cidr = string.Create(CultureInfo.InvariantCulture, $"10.244.{index}.0/24");
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Node",
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = Labels(name, index == 0) },
            ["spec"] = new JsonObject { ["podCIDR"] = cidr, ["podCIDRs"] = new JsonArray(cidr) },
            ["status"] = new JsonObject
            {
                ["capacity"] = Resources(),
                ["allocatable"] = Resources(),
                ["conditions"] = Conditions(now),
                ["addresses"] = new JsonArray(
                    new JsonObject { ["type"] = "InternalIP", ["address"] = Address(index) },
                    new JsonObject { ["type"] = "Hostname", ["address"] = name }),
                ["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = 10250 } },
                ["nodeInfo"] = Info(name, kubernetesVersion),
            },
        };
    }

    private static JsonObject Labels(string name, bool controlPlane)
    {
        var labels = new JsonObject
        {
            ["beta.kubernetes.io/arch"] = "amd64",
            ["beta.kubernetes.io/os"] = "linux",
            ["kubernetes.io/arch"] = "amd64",
            ["kubernetes.io/hostname"] = name,
            ["kubernetes.io/os"] = "linux",
        };
        if (controlPlane)
            labels["node-role.kubernetes.io/control-plane"] = "";
        return labels;
    }

    private static JsonObject Resources() => new()
    {
        ["cpu"] = "16",
        ["ephemeral-storage"] = "100Gi",
        ["hugepages-1Gi"] = "0",
        ["hugepages-2Mi"] = "0",
        ["memory"] = "64Gi",
        ["pods"] = "110",
    };

    private static JsonArray Conditions(DateTimeOffset now) => new(
        Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available", now),
        Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", now),
        Condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available", now),
        Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status", now));

    private static JsonObject Condition(string type, string status, string reason, string message, DateTimeOffset now) => new()
    {
        ["type"] = type,
        ["status"] = status,
        ["lastHeartbeatTime"] = now.Stamp(),
        ["lastTransitionTime"] = now.Stamp(),
        ["reason"] = reason,
        ["message"] = message,
    };

    private static JsonObject Info(string name, string kubernetesVersion) => new()
    {
        ["machineID"] = name,
        ["systemUUID"] = name,
        ["bootID"] = name,
        ["kernelVersion"] = "6.8.0-sandbox",
        ["osImage"] = "Cake.Istio sandbox (simulated)",
        ["containerRuntimeVersion"] = "sandbox://1.0",
        ["kubeletVersion"] = kubernetesVersion,
        ["kubeProxyVersion"] = "",
        ["operatingSystem"] = "linux",
        ["architecture"] = "amd64",
    };
}
