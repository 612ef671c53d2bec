
using Slipway.LocalAws.Ecs.Engine;
using Slipway.LocalAws.Kernel.Page;

namespace Slipway.LocalAws.Ecs.Overview;

/// <summary>Services, their deployments, task sets, tasks and events, and the tasks of no service.</summary>
internal sealed class EcsSection(EcsEngine engine) : IPageSection
{
    public int Position => 10;

    public string Id => "services";

    public string Title => "Services";

    public async Task<Html> RenderAsync(CancellationToken cancellationToken)
    {
        var now = await engine.AskAsync(EcsSnapshot.Of, cancellationToken);
        if (now.Services.Count == 0 && now.OwnTasks.Count == 0)
            return PageParts.Empty("No service yet. Deploy one, or create it with any AWS client.");
        return Html.Of($"{now.Services.Select(ServiceCard.Of)}{OwnTasks(now)}");
    }

    private static Html OwnTasks(EcsSnapshot now) => now.OwnTasks.Count == 0
        ? Html.Nothing
        : Html.Of($"<article class=\"card\"><header><h3>Tasks of no service</h3></header>{TaskTable.Of("Tasks of no service", now.OwnTasks)}</article>");
}
