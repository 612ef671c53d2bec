using System.Text.Json.Nodes;
using static Slipway.Ecs.Tests.Rollouts.FakeEcs;

namespace Slipway.Ecs.Tests.Rollouts;

/// <summary>Services whose deployments have lifecycle hooks, and their deployments, as ECS describes them.</summary>
internal static class PausedDeployments
{
    public const string Own = "arn:aws:ecs:eu-west-2:111122223333:service-deployment/shop/web/2";
    public const string Target = "arn:aws:ecs:eu-west-2:111122223333:service-revision/shop/web/2";
    public const string Source = "arn:aws:ecs:eu-west-2:111122223333:service-revision/shop/web/1";

    /// <summary>2026-03-02T09:00:00Z, when the time of a test begins.</summary>
    public const long Begin = 1772442000;

    /// <param name="hooks">Ids of those that wait.</param>
    public static string State(string status, string? stage, params string[] hooks)
    {
        var deployment = new JsonObject
        {
            ["serviceDeploymentArn"] = Own,
            ["status"] = status,
            ["updatedAt"] = Begin,
            ["targetServiceRevision"] = new JsonObject { ["arn"] = Target, ["requestedTaskCount"] = 2, ["runningTaskCount"] = 2 },
            ["sourceServiceRevisions"] = new JsonArray(new JsonObject { ["arn"] = Source }),
            ["lifecycleHookDetails"] = new JsonArray([.. hooks.Select(hook => new JsonObject
            {
                ["hookId"] = hook, ["targetType"] = "PAUSE", ["status"] = "AWAITING_ACTION", ["expiresAt"] = Begin + 3600, ["timeoutAction"] = "ROLLBACK",
            })]),
        };
        if (stage is not null) deployment["lifecycleStage"] = stage;
        return new JsonObject { ["serviceDeployments"] = new JsonArray(deployment) }.ToJsonString();
    }

    /// <summary>A service that deploys by ROLLING and pauses.</summary>
    public static string Rolling(string state, string taskDefinition, string? id = null) => With(
        Describe(taskDefinition, 2, 2, (id ?? (taskDefinition == New ? "d-2" : "d-1"), taskDefinition, state)),
        service =>
        {
            service["deploymentConfiguration"] = new JsonObject { ["lifecycleHooks"] = new JsonArray(new JsonObject { ["targetType"] = "PAUSE", ["lifecycleStages"] = new JsonArray("PRE_SCALE_UP") }) };
            if (state == "IN_PROGRESS") service["currentServiceDeployment"] = Own;
        });
}
