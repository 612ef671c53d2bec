using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Commands.Verify;

/// <summary>What was found of a service.</summary>
/// <param name="Remarks">What could not be found out, and why.</param>
public sealed record VerifiedService(ServiceAddress Address, IReadOnlyList<ServiceCheck> Checks, IReadOnlyList<string> Remarks)
{
    public bool IsGood => Checks.All(check => check.Problem is null);

    /// <summary>One sentence each.</summary>
    public IEnumerable<string> Problems => Checks.Where(check => check.Problem is not null).Select(check => $"Service '{Address.Service}' in cluster '{Address.Cluster}', {check.Name}: {check.Problem}.");
}
