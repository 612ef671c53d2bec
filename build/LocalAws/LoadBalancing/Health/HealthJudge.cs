
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Health;

/// <summary>What a row of checks makes of one target's health: as many in a row as the threshold says change it.</summary>
public sealed class HealthJudge
{
    private int _passed;
    private int _failed;

    /// <param name="before">The health before this check.</param>
    /// <param name="failure">What the check found; null when it was passed.</param>
    public TargetHealth After(HealthCheck check, TargetHealth before, TargetHealth? failure)
    {
        _passed = failure is null ? _passed + 1 : 0;
        _failed = failure is null ? 0 : _failed + 1;
        if (_passed >= check.HealthyThreshold)
            return HealthReasons.Healthy;
        if (failure is not null && (_failed >= check.UnhealthyThreshold || before.State == TargetState.Unhealthy))
            return failure;
        return before.State == TargetState.Initial ? HealthReasons.InitialHealthChecking : before;
    }
}
