namespace Slipway.Testing;

/// <summary>
/// How often a test repeats what only repetition shows, such as a request that is lost once in a hundred thousand: a tenth of the number by
/// default, all of it with <c>./build.sh --target=Test --soak</c>.
/// </summary>
public static class Soak
{
    /// <summary>Set to <c>1</c> by <c>--soak</c>.</summary>
    public const string Variable = "SLIPWAY_SOAK";

    public static bool IsOn { get; } = Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>All of <paramref name="number"/> in a soak run, a tenth of it, and at least one, otherwise.</summary>
    public static int Count(int number) => IsOn ? number : Math.Max(1, number / 10);
}
