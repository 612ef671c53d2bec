namespace Slipway.LocalAws.Tests.Testing;

/// <summary>Waits for what another process does.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until the answer is as it should be; fails the test with the last answer when that takes too long.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T>> ask, Func<T, bool> isThere)
    {
        var end = DateTimeOffset.UtcNow + Patience;
        while (true)
        {
            var seen = await ask();
            if (isThere(seen))
                return seen;
            Assert.That(DateTimeOffset.UtcNow, Is.LessThan(end), $"not in time: {seen}");
            await Task.Delay(Pause);
        }
    }
}
