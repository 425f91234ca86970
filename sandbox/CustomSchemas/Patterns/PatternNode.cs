namespace Cake.Istio.Sandbox.CustomSchemas.Patterns;

/// <summary>A state of the machine that matches.</summary>
/// <param name="Holds">Between which two characters it goes on; for one that takes a character, the second is that.</param>
/// <param name="Takes">Whether it takes a character.</param>
/// <param name="Next">The state after it.</param>
/// <param name="Other">Another state after it, or the same.</param>
internal readonly record struct PatternState(Func<int, int, bool> Holds, bool Takes, int Next, int Other)
{
    /// <summary>What stands before the first and after the last character.</summary>
    public const int Edge = -1;
}

/// <summary>A part of an expression.</summary>
/// <param name="Build">Adds its states, given the state that follows; returns the one it begins with.</param>
/// <param name="Size">Its size as Go reckons it.</param>
/// <param name="Repeats">The product of the counts nested in it.</param>
internal sealed record PatternNode(Func<List<PatternState>, int, int> Build, long Size = 1, long Repeats = 1)
{
    /// <summary>One character.</summary>
    public static PatternNode One(Func<int, bool> takes)
    {
        // One for all the copies of a repeated part.
        bool Holds(int before, int rune) => takes(rune);
        var holds = (Func<int, int, bool>)Holds;
        return new((states, next) => Add(states, new(holds, true, next, next)));
    }

    /// <summary>A place between two characters.</summary>
    public static PatternNode Place(Func<int, int, bool> holds) => new((states, next) => Add(states, new(holds, false, next, next)));

    /// <summary>One after the other.</summary>
    public static PatternNode Sequence(IReadOnlyList<PatternNode> parts) => parts is [var only] ? only : new(
        (states, next) => parts.Reverse().Aggregate(next, (after, part) => part.Build(states, after)), Math.Max(1, parts.Sum(part => part.Size)), Most(parts));

    /// <summary>Any of them.</summary>
    public static PatternNode Choice(IReadOnlyList<PatternNode> parts) => parts is [var only] ? only : new(
        (states, next) => parts.Skip(1).Aggregate(parts[0].Build(states, next), (entry, part) => Add(states, Fork(entry, part.Build(states, next)))),
        parts.Sum(part => part.Size) + parts.Count - 1, Most(parts));

    /// <summary>The part again and again.</summary>
    /// <param name="least">How often at least.</param>
    /// <param name="most">How often at most; negative for any number.</param>
    public PatternNode Repeat(int least, int most) => new(
        (states, next) => most < 0 ? Loop(states, next, least) : Copies(states, next, least, most),
        Math.Max(1, most >= 0 ? (most * Size) + most - least : least == 0 ? 2 + Size : 1 + (least * Size)),
        most == 0 ? 1 : Repeats * Math.Max(1, most < 0 ? least : most));

    private int Loop(List<PatternState> states, int next, int least)
    {
        var loop = Add(states, default);
        var entry = Build(states, loop);
        states[loop] = Fork(entry, next);
        return least == 0 ? loop : Copies(states, entry, least - 1, least - 1);
    }

    private int Copies(List<PatternState> states, int next, int least, int most)
    {
        var entry = next;
        for (var count = most; count > 0; count--)
            entry = count > least ? Add(states, Fork(Build(states, entry), next)) : Build(states, entry);
        return entry;
    }

    private static long Most(IReadOnlyList<PatternNode> parts) => parts.Select(part => part.Repeats).DefaultIfEmpty(1).Max();

    private static PatternState Fork(int one, int other) => new((_, _) => true, false, one, other);

    private static int Add(List<PatternState> states, PatternState state)
    {
        states.Add(state);
        return states.Count - 1;
    }
}
