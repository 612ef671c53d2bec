
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.Kernel.Page;

namespace Slipway.LocalAws.CodeDeploy.Overview;

/// <summary>The last deployments, each with its lifecycle and its shares of the traffic.</summary>
internal sealed class DeploymentSection(CodeDeployStore store) : IPageSection
{
    private const int Shown = 10;
    private static readonly string[] Columns = ["Deployment", "Service", "Status", "Traffic", "Lifecycle", "Created", "Ended"];

    public int Position => 30;

    public string Id => "codedeploy";

    public string Title => "CodeDeploy";

    public async Task<Html> RenderAsync(CancellationToken cancellationToken)
    {
        var state = await store.ReadAsync(cancellationToken);
        if (state.Deployments.Count == 0)
            return PageParts.Empty("No deployment by CodeDeploy yet.");
        var rows = state.Deployments.AsEnumerable().Reverse().Take(Shown).Select(Row);
        return Html.Of($"<div class=\"card\">{PageParts.Table("Deployments of CodeDeploy", Columns, rows)}</div>");
    }

    private static IReadOnlyList<Html> Row(Deployment deployment) =>
    [
        Html.Of($"<span class=\"id\">{deployment.Id}</span><br><span class=\"quiet\">{deployment.Application} · {deployment.Group}</span>"),
        Html.Of($"{deployment.Plan.Service}<br><span class=\"quiet\">{deployment.ConfigName}</span>"),
        Html.Of($"{PageParts.State(ToneOf(deployment.Status), deployment.Status.ToString())}{Why(deployment)}"),
        deployment is { Blue: { } blue, Green: { } green } ? Html.Of($"{blue.TrafficWeight} % original<br>{green.TrafficWeight} % replacement") : Html.Nothing,
        Progress(deployment.Events),
        PageParts.Time(deployment.CreatedAt),
        PageParts.Time(deployment.CompletedAt),
    ];

    /// <summary>Where it is, or was when it broke off.</summary>
    private static Html Progress(IReadOnlyList<LifecycleEvent> events)
    {
        var done = events.Count(happened => happened.Status == EventStatus.Succeeded);
        var now = events.FirstOrDefault(happened => happened.Status is EventStatus.InProgress or EventStatus.Failed);
        return now is null ? Html.Of($"{done} of {events.Count} events") : Html.Of($"{now.Name} {PageParts.State(ToneOf(now.Status), now.Status.ToString())}<br><span class=\"quiet\">{done} of {events.Count} events before</span>");
    }

    private static Html Why(Deployment deployment)
    {
        var error = deployment.Error is { } known ? Html.Of($"<br><span class=\"why\">{known.Code}: {known.Message}</span>") : Html.Nothing;
        return deployment.RollbackMessage is { } message ? Html.Of($"{error}<br><span class=\"why\">{message}</span>") : error;
    }

    private static PageTone ToneOf(DeploymentStatus status) => status switch
    {
        DeploymentStatus.Succeeded => PageTone.Good,
        DeploymentStatus.Failed or DeploymentStatus.Stopped => PageTone.Bad,
        _ => PageTone.Busy,
    };

    private static PageTone ToneOf(EventStatus status) => status switch
    {
        EventStatus.Succeeded => PageTone.Good,
        EventStatus.Failed => PageTone.Bad,
        EventStatus.InProgress => PageTone.Busy,
        _ => PageTone.Idle,
    };
}
