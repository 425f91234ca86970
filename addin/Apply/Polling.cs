namespace Cake.Istio.Apply;

/// <summary>Asks again until something is so; first soon, then once a second.</summary>
internal static class Polling
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(25);

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);

    /// <summary>Waits until the question is answered with yes. Only the token ends it earlier.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, TimeProvider time, CancellationToken cancel)
    {
        for (var delay = FirstDelay; !await isSo(); delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
            await Task.Delay(delay, time, cancel);
    }
}
