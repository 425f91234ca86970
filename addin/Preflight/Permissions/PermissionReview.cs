using Cake.Istio.Cluster;

namespace Cake.Istio.Preflight.Permissions;

/// <summary>Finds out which permissions the user lacks, all questions in parallel.</summary>
internal sealed class PermissionReview(ClusterConnection cluster)
{
    private readonly AccessReview _review = new(cluster);

    /// <summary>What the user may not do, of what is needed, with the names of the objects; null where the server does not answer such questions.</summary>
    /// <param name="needs">What is needed.</param>
    /// <param name="cancel">Ends the requests.</param>
    public async Task<IReadOnlyDictionary<Permission, IReadOnlyList<string>>?> MissingAsync(
        IReadOnlyDictionary<Permission, IReadOnlyList<string>> needs, CancellationToken cancel)
    {
        try
        {
            var answers = await Task.WhenAll(needs.Select(async need => (need.Key, Names: await MissingAsync(need.Key, need.Value, cancel))));
            return answers.Where(answer => answer.Names is not null).ToDictionary(answer => answer.Key, answer => answer.Names!);
        }
        catch (ApiException refusal) when (refusal.Status.Code is 403 or 404)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<string>?> MissingAsync(Permission permission, IReadOnlyList<string> names, CancellationToken cancel)
    {
        if (await _review.IsAllowedAsync(permission, null, cancel))
            return null;
        if (!permission.IsByName || names.Count == 0)
            return names;
        // A rule may allow single objects by their names.
        var answers = await Task.WhenAll(names.Select(async name => (name, IsAllowed: await _review.IsAllowedAsync(permission, name, cancel))));
        return answers.All(answer => answer.IsAllowed) ? null : [.. answers.Where(answer => !answer.IsAllowed).Select(answer => answer.name)];
    }
}
