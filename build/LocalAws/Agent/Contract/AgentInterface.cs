namespace Slipway.LocalAws.Agent.Contract;

/// <summary>The network interface of a task in network mode awsvpc.</summary>
/// <param name="EngineName">Of the container that has it.</param>
/// <param name="PrivateName">As the VPC's resolver calls its address; its domain is what names are searched in.</param>
public sealed record AgentInterface(string EngineName, string Address, string PrivateName);
