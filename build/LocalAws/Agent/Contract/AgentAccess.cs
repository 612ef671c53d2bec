namespace Slipway.LocalAws.Agent.Contract;

/// <summary>How one container of a task knows the agent.</summary>
/// <param name="EndpointId">The last part of its metadata endpoints.</param>
/// <param name="CredentialsId">The last part of the path of its task's credentials; null without a task role.</param>
/// <param name="Address">Its address on the way to the agent, in 169.254.172.0/22; null where it has none, as in the network modes host and none.</param>
/// <param name="IsOnHost">Whether it has this machine's network.</param>
public sealed record AgentAccess(string EndpointId, string? CredentialsId, string? Address, bool IsOnFargate, bool IsOnHost);
