namespace Slipway.LocalAws.Agent.Contract;

/// <summary>An address and a port at which tasks reach a service by Service Connect.</summary>
/// <param name="IsHttp">Whether requests are balanced, and not connections.</param>
/// <param name="IdleTimeout">Seconds; 0 for none.</param>
/// <param name="RequestTimeout">Seconds that an answer may take, of HTTP; 0 for any time.</param>
public sealed record ConnectListener(string Address, int Port, bool IsHttp, int IdleTimeout, int RequestTimeout, IReadOnlyList<ConnectTarget> Targets);

/// <summary>A task that answers.</summary>
public sealed record ConnectTarget(string TaskId, string Address, int Port);
