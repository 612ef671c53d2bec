namespace Slipway.Docker;

/// <summary>The versions of docker's client and of the engine that answered it.</summary>
public sealed record DockerVersions(string Client, string Server);
