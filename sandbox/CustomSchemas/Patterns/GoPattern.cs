namespace Cake.Istio.Sandbox.CustomSchemas.Patterns;

/// <summary>A regular expression in the syntax of Go's <c>regexp</c> (RE2): over characters, not UTF-16, in time linear to the text.</summary>
internal sealed class GoPattern
{
    private readonly List<PatternState> _states = [new PatternState((_, _) => false, false, 0, 0)];
    private readonly int _start;

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is none, in Go's words.</exception>
    public GoPattern(string pattern) => _start = PatternParser.Parse(pattern).Build(_states, 0);

    /// <summary>Does any part of the text match?</summary>
    public bool IsMatch(string text)
    {
        var (current, following, seen, position, before) = (new Stack<int>(), new Stack<int>(), new int[_states.Count], 0, PatternState.Edge);
        foreach (var rune in text.EnumerateRunes().Select(rune => rune.Value).Append(PatternState.Edge))
        {
            current.Push(_start);
            for (position++; current.TryPop(out var index);)
            {
                if (index == 0)
                    return true;
                if (seen[index] == position)
                    continue;
                seen[index] = position;
                var state = _states[index];
                if ((state.Takes && rune == PatternState.Edge) || !state.Holds(before, rune))
                    continue;
                (state.Takes ? following : current).Push(state.Next);
                (state.Takes ? following : current).Push(state.Other);
            }
            (current, following, before) = (following, current, rune);
        }
        return false;
    }
}
