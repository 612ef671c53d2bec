using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.Pipeline.Tests.Deployment.Failures;

/// <summary>The ways in which a release of several services ends that need no process of their own; those that do are in Rehearsal.Tests.</summary>
internal static class FailureTable
{
    private const string Refusal = "User: arn:aws:iam::123456789012:user/ada is not authorized to perform: ecs:UpdateService";

    public static IReadOnlyList<FailureCase> Rows { get; } =
    [
        new("the second of three fails and all are back", 5, shop => ReleaseBrokenAsync(shop, "shop-worker:2")),
        new("the second of three that follow each other fails and the third is not moved", 5, shop =>
        {
            (shop.Services["worker"], shop.Services["mail"]) = ("web", "worker");
            return ReleaseBrokenAsync(shop, "shop-worker:2");
        }),
        new("two of three fail for reasons of their own", 5, shop => ReleaseBrokenAsync(shop, () => shop.Account.Lose("worker"), "shop-web:2")),
        new("one cannot go back because its old revision is deregistered", 7, async shop =>
        {
            shop.Services["worker"] = "web";
            await ReleaseBrokenAsync(shop, () => WhenUpdated(shop, "shop-worker:2", () => shop.Account.Call("DeregisterTaskDefinition", """{"taskDefinition": "shop-web:1"}""")), "shop-worker:2");
        }),
        new("one cannot go back because its old image is gone", 7, async shop =>
        {
            shop.Services["worker"] = "web";
            await ReleaseBrokenAsync(shop, () => WhenUpdated(shop, "shop-worker:2", () => shop.Account.Lose("web")), "shop-worker:2");
        }),
        new("one cannot be updated and those before it are back", 5, async shop =>
        {
            shop.Services["worker"] = "web";
            await ReleaseBrokenAsync(shop, () => WhenUpdated(shop, "shop-worker:2", () => throw new AwsErrorException("AccessDeniedException", Refusal)));
        }),
        new("others are kept when one fails", 7, async shop =>
        {
            shop.Deploy.Add("onFailure: keep");
            await ReleaseBrokenAsync(shop, "shop-worker:2");
        }),
        new("one fails and nothing is rolled back, as asked for", 7, async shop =>
        {
            shop.Options = options => options with { RollsBack = false };
            await ReleaseBrokenAsync(shop, "shop-worker:2");
        }),
        new("a service that the release created cannot go back", 7, async shop =>
        {
            shop.Services.Remove("mail");
            await shop.DeployAsync("41");
            shop.Services["mail"] = "";
            shop.Services["worker"] = "mail";
            shop.Account.Broken["shop-worker:2"] = 3;
            await shop.DeployAsync("42");
        }),
        new("one is still on its way at the deadline", 6, async shop =>
        {
            await shop.DeployAsync("41");
            shop.Options = options => options with { Timeout = TimeSpan.FromSeconds(1) };
            await shop.DeployAsync("42");
        }),
        new("somebody else deploys one while another fails", 7, async shop =>
        {
            shop.Services["worker"] = "web";
            await ReleaseBrokenAsync(
                shop,
                () => WhenUpdated(shop, "shop-worker:2", () => shop.Account.Call("UpdateService", """{"cluster": "production", "service": "shop-web", "taskDefinition": "shop-mail:1"}""")),
                "shop-worker:2");
        }),
        new("a schedule cannot be updated and all are back", 5, async shop =>
        {
            shop.IsScheduled = true;
            await ReleaseBrokenAsync(shop, () => shop.Account.Schedules.Refused.Add($"updated {ReleaseShop.Schedule} shop-worker:2"));
        }),
        new("two services with one changed", 0, async shop =>
        {
            shop.Services.Remove("mail");
            await shop.DeployAsync("41");
            await shop.DeployAsync("42", "worker");
        }),
        new("two services with one changed, which fails", 5, async shop =>
        {
            shop.Services.Remove("mail");
            await shop.DeployAsync("41");
            shop.Account.Broken["shop-web:2"] = 3;
            await shop.DeployAsync("42", "worker");
        }),
        new("a mixture is refused by Promote", 3, async shop =>
        {
            await shop.DeployAsync("41");
            await shop.DeployAsync(["web"], "42", []);
            await shop.PromoteAsync();
        }),
        new("after leads in a circle", 2, async shop =>
        {
            (shop.Services["web"], shop.Services["worker"], shop.Services["mail"]) = ("mail", "web", "worker");
            await shop.DeployAsync("41");
        }),
    ];

    private static Task ReleaseBrokenAsync(ReleaseShop shop, params IReadOnlyList<string> broken) => ReleaseBrokenAsync(shop, () => { }, broken);

    /// <summary>Two builds, of which the second has revisions that end at once.</summary>
    /// <param name="prepare">Called between them.</param>
    private static async Task ReleaseBrokenAsync(ReleaseShop shop, Action prepare, params IReadOnlyList<string> broken)
    {
        await shop.DeployAsync("41");
        foreach (var revision in broken) shop.Account.Broken[revision] = 3;
        prepare();
        await shop.DeployAsync("42");
    }

    /// <summary>Does something once, just before a service is updated to a revision.</summary>
    private static void WhenUpdated(ReleaseShop shop, string revision, Action act)
    {
        var isDone = false;
        shop.Account.Before = (operation, request) =>
        {
            if (isDone || operation != "UpdateService" || ((string?)request["taskDefinition"])?.EndsWith($"/{revision}", StringComparison.Ordinal) != true) return;
            isDone = true;
            act();
        };
    }
}
