using System.Globalization;
using Docker.DotNet.Models;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>Reads the engine's description of one container.</summary>
public static class ContainerInspection
{
    /// <summary>128 and the number of SIGKILL.</summary>
    private const int Killed = 137;

    public static ContainerObservation Read(ContainerInspectResponse container)
    {
        ArgumentNullException.ThrowIfNull(container);
        var state = container.State!;
        var now = state.Status switch
        {
            "created" => ContainerState.Created,
            "exited" or "dead" or "removing" => ContainerState.Exited,
            _ => ContainerState.Running,
        };
        return new(
            container.ID,
            now,
            now == ContainerState.Exited ? (int)state.ExitCode : null,
            state.OOMKilled,
            Health(state.Health?.Status),
            Time(state.StartedAt))
        {
            NetworkBindings = [.. (container.NetworkSettings?.Ports ?? new Dictionary<string, IList<PortBinding>>()).SelectMany(Bindings)],
            MacAddress = container.NetworkSettings?.Networks?.Values.Select(network => network.MacAddress).FirstOrDefault(address => !string.IsNullOrEmpty(address)),
            Addresses = (container.NetworkSettings?.Networks ?? new Dictionary<string, EndpointSettings>())
                .Where(network => !string.IsNullOrEmpty(network.Value.IPAddress)).ToDictionary(network => network.Key, network => network.Value.IPAddress),
        };
    }

    /// <summary>
    /// Whether the engine may still say that memory had run out: it hears of that by another way than of the container's end, and on a busy
    /// machine later.
    /// </summary>
    public static bool MayHaveRunOutOfMemory(ContainerInspectResponse container, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(container);
        return container is { State: { Status: "exited", ExitCode: Killed, OOMKilled: false } state, HostConfig.Memory: > 0 }
            && now - Time(state.FinishedAt) < TimeSpan.FromSeconds(2);
    }

    private static HealthStatus? Health(string? status) => status switch
    {
        null or "none" => null,
        "healthy" => HealthStatus.Healthy,
        "unhealthy" => HealthStatus.Unhealthy,
        _ => HealthStatus.Unknown,
    };

    /// <summary>The engine writes the year 1 for "never".</summary>
    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1 ? time : null;

    /// <summary>An exposed port that is not published has null.</summary>
    private static IEnumerable<NetworkBinding> Bindings(KeyValuePair<string, IList<PortBinding>> port)
    {
        var (number, protocol) = port.Key.Split('/') is [var first, var second] ? (first, second) : (port.Key, "tcp");
        return (port.Value ?? []).Select(binding => new NetworkBinding(
            binding.HostIP ?? "", int.Parse(number, CultureInfo.InvariantCulture), int.Parse(binding.HostPort, CultureInfo.InvariantCulture), protocol));
    }
}
