using System.Globalization;

namespace Slipway.Ecs.TaskDefinitions;

/// <summary>Reads a task's <c>cpu</c> and <c>memory</c>: a plain number, or one with <c>vCPU</c> or <c>GB</c> behind it.</summary>
public static class TaskSize
{
    private const int UnitsOfOneCpu = 1024;
    private const int MebibytesOfOneGigabyte = 1024;

    private static readonly Dictionary<int, int[]> FargateMemory = new()
    {
        [256] = [512, 1024, 2048],
        [512] = Steps(1024, 4096, 1024),
        [1024] = Steps(2048, 8192, 1024),
        [2048] = Steps(4096, 16384, 1024),
        [4096] = Steps(8192, 30720, 1024),
        [8192] = Steps(16384, 61440, 4096),
        [16384] = Steps(32768, 122880, 8192),
    };

    public static IReadOnlyCollection<int> FargateCpu => FargateMemory.Keys;

    /// <returns>CPU units; null for what is no size.</returns>
    public static double? Cpu(string? text) => Read(text, "vCPU", UnitsOfOneCpu);

    /// <returns>MiB; null for what is no size.</returns>
    public static double? Memory(string? text) => Read(text, "GB", MebibytesOfOneGigabyte);

    /// <returns>MiB, ascending; null for a cpu that Fargate does not have.</returns>
    public static IReadOnlyList<int>? FargateMemoryFor(double cpu) => cpu == (int)cpu ? FargateMemory.GetValueOrDefault((int)cpu) : null;

    private static double? Read(string? text, string unit, int factor)
    {
        if (text is null) return null;
        var trimmed = text.Trim();
        var hasUnit = trimmed.EndsWith(unit, StringComparison.OrdinalIgnoreCase);
        var number = hasUnit ? trimmed[..^unit.Length].TrimEnd() : trimmed;
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value * (hasUnit ? factor : 1)
            : null;
    }

    private static int[] Steps(int first, int last, int step) => [.. Enumerable.Range(0, ((last - first) / step) + 1).Select(index => first + (index * step))];
}
