using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>How a target is asked for its health; the defaults are ELB's. Times in seconds.</summary>
public sealed record HealthCheck
{
    /// <summary>For the port that the target is registered with.</summary>
    public const string TrafficPort = "traffic-port";

    public string Port { get; set; } = TrafficPort;

    public string Path { get; set; } = "/";

    public int Interval { get; set; } = 30;

    public int Timeout { get; set; } = 5;

    public int HealthyThreshold { get; set; } = 5;

    public int UnhealthyThreshold { get; set; } = 2;

    /// <summary>As in <c>200</c>, <c>200-299</c> or <c>200,301</c>.</summary>
    public string Matcher { get; set; } = "200";

    /// <summary>A port of its own is the instance's, which is this machine, or the task's.</summary>
    public Uri UriOf(TaskTarget target) => Port == TrafficPort
        ? new($"http://127.0.0.1:{target.HostPort}{Path}")
        : new($"http://{(target.IsAddress ? target.Address : "127.0.0.1")}:{Port}{Path}");
}
