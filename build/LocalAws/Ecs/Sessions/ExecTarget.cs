namespace Slipway.LocalAws.Ecs.Sessions;

/// <summary>What a session is to run, and where.</summary>
/// <param name="Container">The container's id on the engine.</param>
/// <param name="Command">As ExecuteCommand was given it.</param>
/// <param name="KmsKey">What the cluster wants its sessions encrypted with; null for none.</param>
public sealed record ExecTarget(string Container, string Command, string? KmsKey);
