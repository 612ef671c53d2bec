namespace Slipway.Docker.Containers;

/// <summary>The limits of a container; memory in MiB.</summary>
public sealed record ContainerResources
{
    public long? MemoryMiB { get; init; }

    public long? MemoryReservationMiB { get; init; }

    /// <summary>Memory and swap together, in MiB; -1: no limit.</summary>
    public long? MemorySwapMiB { get; init; }

    /// <summary>0 to 100.</summary>
    public int? MemorySwappiness { get; init; }

    public long? ShmSizeMiB { get; init; }

    /// <summary>Relative weight; the engine takes 2 and up.</summary>
    public int? CpuShares { get; init; }

    /// <summary>Whole processors, 0.5 is half of one.</summary>
    public decimal? Cpus { get; init; }

    /// <summary><c>nofile=1024:4096</c>.</summary>
    public IReadOnlyList<string> Ulimits { get; init; } = [];

    public IReadOnlyDictionary<string, string> Sysctls { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>/dev/fuse:/dev/fuse:rwm</c>.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary><c>host</c> or <c>container:ID</c>.</summary>
    public string? PidMode { get; init; }

    /// <summary><c>none</c>, <c>host</c>, <c>shareable</c>, <c>private</c> or <c>container:ID</c>.</summary>
    public string? IpcMode { get; init; }
}
