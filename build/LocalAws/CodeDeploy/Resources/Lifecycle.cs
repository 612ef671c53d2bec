namespace Slipway.LocalAws.CodeDeploy.Resources;

/// <summary>
/// The lifecycle events of a deployment to ECS, as the user guide orders them. Those for hooks succeed at once: there are no hooks here.
/// </summary>
public static class Lifecycle
{
    public const string BeforeInstall = nameof(BeforeInstall);
    public const string Install = nameof(Install);
    public const string AfterInstall = nameof(AfterInstall);
    public const string AllowTestTraffic = nameof(AllowTestTraffic);
    public const string AfterAllowTestTraffic = nameof(AfterAllowTestTraffic);
    public const string BeforeAllowTraffic = nameof(BeforeAllowTraffic);
    public const string AllowTraffic = nameof(AllowTraffic);
    public const string AfterAllowTraffic = nameof(AfterAllowTraffic);

    private static readonly string[] Test = [AllowTestTraffic, AfterAllowTestTraffic];

    private static readonly string[] All = [BeforeInstall, Install, AfterInstall, .. Test, BeforeAllowTraffic, AllowTraffic, AfterAllowTraffic];

    public static IReadOnlyList<LifecycleEvent> Of(bool hasTestListener) =>
        [.. All.Where(name => hasTestListener || !Test.Contains(name)).Select(name => new LifecycleEvent(name, EventStatus.Pending, null, null))];

    /// <summary>Of a rollback, which installs nothing.</summary>
    public static IReadOnlyList<LifecycleEvent> OfRollback() =>
        [.. All[^3..].Select(name => new LifecycleEvent(name, EventStatus.Pending, null, null))];

    public static IReadOnlyList<LifecycleEvent> Begin(this IReadOnlyList<LifecycleEvent> events, string name, DateTimeOffset now) =>
        events.Change(name, known => known with { Status = EventStatus.InProgress, StartTime = known.StartTime ?? now });

    public static IReadOnlyList<LifecycleEvent> Succeed(this IReadOnlyList<LifecycleEvent> events, string name, DateTimeOffset now) =>
        events.Change(name, known => known with { Status = EventStatus.Succeeded, StartTime = known.StartTime ?? now, EndTime = now });

    /// <summary>What was under way has failed, and what was to come is skipped.</summary>
    public static IReadOnlyList<LifecycleEvent> BreakOff(this IReadOnlyList<LifecycleEvent> events, DateTimeOffset now) =>
    [
        .. events.Select(known => known.Status switch
        {
            EventStatus.InProgress => known with { Status = EventStatus.Failed, EndTime = now },
            EventStatus.Pending => known with { Status = EventStatus.Skipped },
            _ => known,
        }),
    ];

    private static IReadOnlyList<LifecycleEvent> Change(this IReadOnlyList<LifecycleEvent> events, string name, Func<LifecycleEvent, LifecycleEvent> change) =>
        [.. events.Select(known => known.Name == name ? change(known) : known)];
}
