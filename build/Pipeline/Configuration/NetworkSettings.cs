using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>The network of the service's tasks, in network mode awsvpc.</summary>
/// <param name="Subnets">Ids, 1 to 16.</param>
/// <param name="SecurityGroups">Ids, 1 to 5; null leaves the service's own.</param>
/// <param name="PublicIp">Null leaves it to the service, and is false for one that is created.</param>
public sealed record NetworkSettings(IReadOnlyList<string> Subnets, IReadOnlyList<string>? SecurityGroups, bool? PublicIp, Place Place);
