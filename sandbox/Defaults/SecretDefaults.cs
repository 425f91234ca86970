namespace Cake.Istio.Sandbox.Defaults;

/// <summary>Secrets.</summary>
internal static class SecretDefaults
{
    /// <summary>What is written as text goes into the data; it cannot be read back.</summary>
    public static void MergeStringData(JsonObject secret)
    {
        if (secret["stringData"] is JsonObject texts)
        {
            if (secret["data"] is not JsonObject data)
                secret["data"] = data = [];
            foreach (var (key, text) in texts)
                data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes((string?)text ?? ""));
        }
        secret.Remove("stringData");
    }
}
