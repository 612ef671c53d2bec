namespace Slipway.Ecs.FromCompose;

/// <summary>The sizes that Fargate has. Amazon ECS developer guide, "Task definition parameters for Fargate", task size.</summary>
/// <param name="Cpu">Units, 1024 for one core.</param>
/// <param name="Memory">MiB.</param>
internal sealed record FargateSize(int Cpu, int Memory)
{
    private const int GiB = 1024;

    /// <summary>In the order of CPU, and for each in the order of memory.</summary>
    private static readonly FargateSize[] All =
    [
        new(256, 512), new(256, GiB), new(256, 2 * GiB),
        .. Steps(512, 1, 4, 1), .. Steps(1024, 2, 8, 1), .. Steps(2048, 4, 16, 1), .. Steps(4096, 8, 30, 1), .. Steps(8192, 16, 60, 4), .. Steps(16384, 32, 120, 8),
    ];

    /// <summary>The smallest size that has both; null when none has.</summary>
    public static FargateSize? For(long cpu, long memory) => All.FirstOrDefault(size => size.Cpu >= cpu && size.Memory >= memory);

    private static IEnumerable<FargateSize> Steps(int cpu, int from, int to, int step)
    {
        for (var memory = from; memory <= to; memory += step) yield return new(cpu, memory * GiB);
    }
}
