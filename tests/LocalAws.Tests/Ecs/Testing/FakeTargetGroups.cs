using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.Tests.Ecs.Testing;

/// <summary>Target groups by name: every ARN that ends with one of <see cref="Names"/> is there and behind a load balancer.</summary>
internal sealed class FakeTargetGroups : ITargetGroups
{
    public HashSet<string> Names { get; } = ["blue", "green"];

    /// <summary>Those that no load balancer leads to.</summary>
    public HashSet<string> Loose { get; } = [];

    /// <summary>Those of target type ip.</summary>
    public HashSet<string> Addresses { get; } = [];

    public TargetGroupFacts? Find(string targetGroupArn) => Names.Contains(targetGroupArn)
        ? new(targetGroupArn, targetGroupArn, Addresses.Contains(targetGroupArn) ? "ip" : "instance", Loose.Contains(targetGroupArn) ? [] : ["balancer"], TimeSpan.FromSeconds(300))
        : null;

    public Task RegisterAsync(string targetGroupArn, TaskTarget target, CancellationToken cancellationToken) => throw Unused();

    public Task MoveAsync(string targetGroupArn, TaskTarget target, CancellationToken cancellationToken) => throw Unused();

    public Task DeregisterAsync(string targetGroupArn, TaskTarget target, CancellationToken cancellationToken) => throw Unused();

    public TargetHealth HealthOf(string targetGroupArn, TaskTarget target) => throw Unused();

    public IDisposable OnHealthChanged(Action<TargetHealthChange> changed) => throw Unused();

    private static InvalidOperationException Unused() => new("The scheduler itself does not call this: effects and reports do.");
}
