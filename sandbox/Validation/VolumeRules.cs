namespace Cake.Istio.Sandbox.Validation;

/// <summary>Volumes of a Pod.</summary>
internal static class VolumeRules
{
    private static readonly string[] HostPathTypes =
        ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"];

    /// <summary>Checks the volumes.</summary>
    /// <returns>Their names.</returns>
    public static IReadOnlySet<string> Check(FieldCursor volumes)
    {
        var names = new HashSet<string>();
        foreach (var volume in volumes.Items())
        {
            CheckSource(volume);
            var name = volume["name"];
            if (!name.Require())
                continue;
            var messages = NameRules.Label(name.Text).ToList();
            name.Invalid(messages);
            if (messages.Count == 0 && !names.Add(name.Text))
                name.Findings.Duplicate(name.Path, name.Value);
        }
        return names;
    }

    /// <summary>A path stays below where it begins.</summary>
    public static void CheckDescending(Findings findings, string field, string path)
    {
        if (path.StartsWith('/'))
            findings.Invalid(field, path, "must be a relative path");
        if (path.Split('/').Contains(".."))
            findings.Invalid(field, path, "must not contain '..'");
    }

    private static void CheckSource(FieldCursor volume)
    {
        var found = 0;
        foreach (var (name, _) in volume.Entries())
        {
            if (name == "name")
                continue;
            if (found++ > 0)
                volume[name].Forbid("may not specify more than 1 volume type");
            else
                CheckSource(name, volume[name]);
        }
        if (found == 0)
            volume.Findings.Required(volume.Path, "must specify a volume type");
    }

    private static void CheckSource(string type, FieldCursor source)
    {
        switch (type)
        {
            case "hostPath":
                if (source["path"].Require() && source["path"].Text.Split('/').Contains(".."))
                    source["path"].Invalid("must not contain '..'");
                source["type"].Choose(HostPathTypes);
                break;
            case "emptyDir":
                ResourceRules.CheckQuantity(source["sizeLimit"]);
                break;
            case "secret":
                source["secretName"].Require();
                CheckMode(source["defaultMode"]);
                CheckItems(source["items"]);
                break;
            case "configMap":
                source["name"].Require();
                CheckMode(source["defaultMode"]);
                CheckItems(source["items"]);
                break;
            case "persistentVolumeClaim":
                source["claimName"].Require();
                break;
            case "projected":
                CheckMode(source["defaultMode"]);
                foreach (var part in source["sources"].Items())
                    CheckProjection(part);
                break;
            default:
                break;
        }
    }

    private static void CheckProjection(FieldCursor part)
    {
        if (part["serviceAccountToken"] is { IsSet: true } token)
        {
            if (token["expirationSeconds"].Number < 600)
                token["expirationSeconds"].Invalid("may not specify a duration less than 10 minutes");
            token["path"].Require();
        }
        if (part["configMap"].IsSet)
            part["configMap"]["name"].Require();
        if (part["secret"].IsSet)
            part["secret"]["name"].Require();
    }

    private static void CheckMode(FieldCursor mode)
    {
        if (mode.Number is < 0 or > 0x1FF)
            mode.Invalid("must be a number between 0 and 0777 (octal), both inclusive");
    }

    private static void CheckItems(FieldCursor items)
    {
        foreach (var item in items.Items())
        {
            item["key"].Require();
            if (item["path"].Require())
                CheckDescending(item.Findings, item["path"].Path, item["path"].Text);
            CheckMode(item["mode"]);
        }
    }
}
