namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>
/// Merges two lists whose items are told apart. Items of both come in the configuration's order, items that only the live list has stay near where they
/// were: the order that structured-merge-diff gives.
/// </summary>
internal static class TypedListMerge
{
    /// <summary>A new list, or null when it is empty.</summary>
    /// <param name="live">The live list.</param>
    /// <param name="config">The applied list; no two items of it share a key.</param>
    /// <param name="type">The type of both.</param>
    /// <param name="merge">Merges two items of one key.</param>
    public static JsonArray? Merge(JsonArray? live, JsonArray? config, TypeSchema type, Func<(JsonNode? Live, JsonNode? Config), JsonNode?> merge)
    {
        var left = (live ?? []).Select(item => (Element: TypedValue.ItemElement(type, item), Item: item)).ToList();
        var right = (config ?? []).Select(item => (Element: TypedValue.ItemElement(type, item), Item: item)).ToList();
        var inLive = new Dictionary<PathElement, JsonNode?>();
        foreach (var (element, item) in left)
            // Of live items that share a key none is merged; the applied one takes their place.
            inLive[element] = inLive.ContainsKey(element) ? null : item;
        var inConfig = right.Select(item => item.Element).ToHashSet();
        var shared = new Queue<PathElement>(right.Select(item => item.Element).Where(inLive.ContainsKey));

        var result = new JsonArray();
        var merged = new HashSet<PathElement>();
        var (l, r) = (0, 0);
        while (l < left.Count || r < right.Count)
        {
            if (l < left.Count && r < right.Count)
            {
                if (left[l].Element.Equals(right[r].Element))
                {
                    Take(right[r++]);
                    l++;
                    shared.TryDequeue(out _);
                    continue;
                }
                // A shared item, but its turn is another one.
                if (inConfig.Contains(left[l].Element) && shared.TryPeek(out var next) && !next.Equals(left[l].Element))
                {
                    l++;
                    continue;
                }
            }
            if (l < left.Count)
            {
                if (!inConfig.Contains(left[l].Element))
                {
                    result.Add(left[l++].Item?.DeepClone());
                    continue;
                }
                if (merged.Contains(left[l].Element))
                    l++;
            }
            if (r < right.Count)
            {
                var taken = right[r++];
                Take(taken);
                if (shared.TryPeek(out var next) && next.Equals(taken.Element))
                    shared.Dequeue();
            }
        }
        return result.Count > 0 ? result : null;

        void Take((PathElement Element, JsonNode? Item) item)
        {
            merged.Add(item.Element);
            result.Add(inLive.TryGetValue(item.Element, out var other) && other is not null ? merge((other, item.Item)) : item.Item?.DeepClone());
        }
    }
}
