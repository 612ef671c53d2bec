using System.Security.Cryptography;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>The elastic network interface of a task in network mode awsvpc.</summary>
public sealed class TaskInterface
{
    private const int IdBytes = 9;
    private const int IdDigits = 17;

    public required Guid AttachmentId { get; init; }

    /// <summary><c>eni-</c> and 17 hexadecimal digits.</summary>
    public required string InterfaceId { get; init; }

    public required string SubnetId { get; init; }

    /// <summary>The task's private IPv4 address; null until it is attached.</summary>
    public string? Address { get; set; }

    public string? MacAddress { get; set; }

    /// <summary>
    /// The ports that target groups lead to, as they are published on loopback: health checks reach the task by them, also where the engine is in a
    /// virtual machine. AWS has no such thing, and the API does not show them.
    /// </summary>
    public IReadOnlyList<NetworkBinding> Published { get; set; } = [];

    /// <summary>In one of the subnets, in turn.</summary>
    public static TaskInterface? In(AwsvpcNetwork? network, int number) => network is null ? null : new()
    {
        AttachmentId = Guid.NewGuid(),
        InterfaceId = $"eni-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes))[..IdDigits]}",
        SubnetId = network.Subnets[number % network.Subnets.Count],
    };
}
