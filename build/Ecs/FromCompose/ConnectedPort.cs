namespace Slipway.Ecs.FromCompose;

/// <summary>A port of a container that other services reach by Service Connect.</summary>
/// <param name="Name">Of the port mapping: lower-case letters, digits, <c>-</c> and <c>_</c>, 64 at most.</param>
/// <param name="Port">The container's.</param>
/// <param name="Protocol"><c>http</c> or <c>grpc</c>; null for what is only known to be TCP.</param>
public sealed record ConnectedPort(string Name, int Port, string? Protocol);
