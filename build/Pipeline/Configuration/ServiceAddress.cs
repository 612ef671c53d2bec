namespace Slipway.Pipeline.Configuration;

/// <summary>Which ECS service.</summary>
public sealed record ServiceAddress(string Cluster, string Service);
