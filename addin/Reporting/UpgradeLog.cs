using Cake.Core.Diagnostics;
using Cake.Istio.Manifests;

namespace Cake.Istio.Reporting;

/// <summary>Shows what <c>--upgrade-apis</c> rewrote: by kind with the names, and object by object with what changed at verbose.</summary>
internal static class UpgradeLog
{
    public static void Write(ICakeLog log, ApiUpgradeResult upgrade)
    {
        if (upgrade.Rewrites.Count == 0)
            return;

        log.Warning("{0}", $"--upgrade-apis rewrote {Counted.Of(upgrade.Rewrites.Count, "object")}. A control plane that old calls removed API versions itself; rewriting its manifest does not help it there.");
        foreach (var kind in upgrade.Rewrites.GroupBy(rewrite => (rewrite.Subject.Kind, rewrite.From, rewrite.To)))
            log.Warning("{0}", $"  {kind.Count()} {kind.Key.Kind}, {Step(kind.Key.From, kind.Key.To)}: {string.Join(", ", kind.Select(rewrite => rewrite.Subject.Name))}");
        foreach (var rewrite in upgrade.Rewrites)
            log.Verbose("{0}", $"  {rewrite.Subject} ({rewrite.Source}): {string.Join(" ", [$"{Step(rewrite.From, rewrite.To)}.", .. rewrite.Notes])}");
    }

    private static string Step(string from, string to) => from == to ? $"outdated parts in {to}" : $"{from} -> {to}";
}
