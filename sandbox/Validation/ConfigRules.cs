namespace Cake.Istio.Sandbox.Validation;

/// <summary>ConfigMaps and Secrets.</summary>
internal static class ConfigRules
{
    private const int MostBytes = 1024 * 1024;

    private static readonly Dictionary<string, string[]> KeysOfType = new()
    {
        ["kubernetes.io/dockercfg"] = [".dockercfg"],
        ["kubernetes.io/dockerconfigjson"] = [".dockerconfigjson"],
        ["kubernetes.io/ssh-auth"] = ["ssh-privatekey"],
        ["kubernetes.io/tls"] = ["tls.crt", "tls.key"],
    };

    /// <summary>Checks a ConfigMap.</summary>
    public static void CheckConfigMap(FieldCursor map)
    {
        long size = 0;
        foreach (var (key, value) in map["data"].Entries())
        {
            map.Findings.Invalid(value.Path, key, NameRules.ConfigKey(key));
            if (map["binaryData"].Key(key).IsSet)
                map.Findings.Invalid(value.Path, key, "duplicate of key present in binaryData");
            size += NameRules.Length(value.Text);
        }
        foreach (var (key, value) in map["binaryData"].Entries())
        {
            map.Findings.Invalid(value.Path, key, NameRules.ConfigKey(key));
            size += Decoded(value.Text);
        }
        if (size > MostBytes)
            map.Findings.TooLong("[]", MostBytes);
    }

    /// <summary>Checks a Secret.</summary>
    public static void CheckSecret(FieldCursor secret)
    {
        long size = 0;
        foreach (var (key, value) in secret["data"].Entries())
        {
            secret.Findings.Invalid(value.Path, key, NameRules.ConfigKey(key));
            size += Decoded(value.Text);
        }
        if (size > MostBytes)
            secret.Findings.TooLong("data", MostBytes);
        foreach (var key in KeysOfType.GetValueOrDefault(secret["type"].Text, []))
            if (!secret["data"].Key(key).IsSet)
                secret.Findings.Required($"data[{key}]");
            else if (key.StartsWith(".docker", StringComparison.Ordinal) && Encoding.UTF8.GetString(Convert.FromBase64String(secret["data"].Key(key).Text)).Trim() is var text && !IsJsonObject(text))
                secret.Findings.Invalid($"data[{key}]", "<secret contents redacted>", text.Length == 0 ? "unexpected end of JSON input" : $"invalid character '{text[0]}' looking for beginning of value");
        if (secret["type"].Text == "kubernetes.io/service-account-token")
            secret["metadata"]["annotations"].Key("kubernetes.io/service-account.name").Require();
        if (secret["type"].Text == "kubernetes.io/basic-auth" && !secret["data"].Key("username").IsSet && !secret["data"].Key("password").IsSet)
        {
            secret.Findings.Required("data[username]");
            secret.Findings.Required("data[password]");
        }
    }

    /// <summary>What was made immutable stays; a Secret's type stays anyway.</summary>
    public static void CheckKept(FieldCursor value, FieldCursor old)
    {
        value["type"].RequireUnchanged(old["type"]);
        if (!old["immutable"].IsTrue)
            return;
        const string Why = "field is immutable when `immutable` is set";
        if (!value["immutable"].IsTrue)
            value.Findings.Forbidden("immutable", Why);
        foreach (var field in (ReadOnlySpan<string>)["data", "binaryData"])
            if (!JsonNode.DeepEquals(value[field].Value, old[field].Value))
                value.Findings.Forbidden(field, Why);
    }

    private static bool IsJsonObject(string text)
    {
        try
        {
            return JsonNode.Parse(text) is null or JsonObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static long Decoded(string base64) => Encoding.UTF8.GetByteCount(base64) / 4 * 3;
}
