using System.Net;
using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>The states of health with the reasons and sentences that ELB gives.</summary>
public static class HealthReasons
{
    public static readonly TargetHealth Healthy = new(TargetState.Healthy);

    public static readonly TargetHealth RegistrationInProgress =
        new(TargetState.Initial, "Elb.RegistrationInProgress", "Target registration is in progress");

    public static readonly TargetHealth InitialHealthChecking =
        new(TargetState.Initial, "Elb.InitialHealthChecking", "Initial health checks in progress");

    public static readonly TargetHealth Deregistering =
        new(TargetState.Draining, "Target.DeregistrationInProgress", "Target deregistration is in progress");

    public static readonly TargetHealth NotRegistered =
        new(TargetState.Unused, "Target.NotRegistered", "Target is not registered to the target group");

    public static readonly TargetHealth NotInUse =
        new(TargetState.Unused, "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer");

    public static readonly TargetHealth Timeout = new(TargetState.Unhealthy, "Target.Timeout", "Request timed out");

    public static readonly TargetHealth Failed = new(TargetState.Unhealthy, "Target.FailedHealthChecks", "Health checks failed");

    public static TargetHealth Mismatch(HttpStatusCode code) =>
        new(TargetState.Unhealthy, "Target.ResponseCodeMismatch", $"Health checks failed with these codes: [{(int)code}]");
}
