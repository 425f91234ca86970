namespace Cake.Istio.Sandbox.Validation;

/// <summary>Classes that name who takes care of something.</summary>
internal static class ClassRules
{
    /// <summary>Checks a StorageClass.</summary>
    public static void CheckStorage(FieldCursor storage)
    {
        if (storage["provisioner"].Require())
            storage.Findings.Invalid("provisioner", storage["provisioner"].Text.ToLowerInvariant(), NameRules.LabelKey(storage["provisioner"].Text.ToLowerInvariant()));
        storage["reclaimPolicy"].Choose("Delete", "Retain");
        storage["volumeBindingMode"].RequireChoice("Immediate", "WaitForFirstConsumer");
    }

    /// <summary>A StorageClass stays as it is.</summary>
    public static void CheckStorageKept(FieldCursor storage, FieldCursor old)
    {
        foreach (var field in (ReadOnlySpan<string>)["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"])
            storage[field].RequireUnchanged(old[field]);
    }

    /// <summary>Checks an IngressClass.</summary>
    public static void CheckIngress(FieldCursor ingress)
    {
        var controller = ingress["spec"]["controller"];
        if (NameRules.Length(controller.Text) > 250)
            controller.Findings.TooLong(controller.Path, 250);
        CheckDomainPath(controller);
    }

    /// <summary>The value is there and one such as <c>acme.io/foo</c> (IsDomainPrefixedPath).</summary>
    public static void CheckDomainPath(FieldCursor value)
    {
        if (!value.Require())
            return;
        if (value.Text.Split('/', 2) is not [{ Length: > 0 } domain, { Length: > 0 } path])
        {
            value.Invalid("must be a domain-prefixed path (such as \"acme.io/foo\")");
            return;
        }
        value.Findings.Invalid(value.Path, domain, NameRules.Subdomain(domain));
        if (path.Any(letter => !char.IsAsciiLetterOrDigit(letter) && !"/-._~%!$&'()*+,;=:".Contains(letter, StringComparison.Ordinal)))
            value.Findings.Invalid(value.Path, path, @"Invalid path (regex used for validation is '[A-Za-z0-9/\-._~%!$&'()*+,;=:]+')");
    }
}
