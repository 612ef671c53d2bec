
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs;

public sealed class SecretsOnDockerTests
{
    [Test]
    public async Task A_task_whose_secret_is_missing_fails_to_start_in_the_words_of_ECS()
    {
        await using var ecs = await EcsServer.StartAsync();
        var container = EcsServer.Perl("web", "sleep 600", """{"secrets": [{"name": "TOKEN", "valueFrom": "/shop/token"}]}""").ToJsonString();
        await ecs.CallAsync("RegisterTaskDefinition", $$"""{"family": "shop", "executionRoleArn": "arn:aws:iam::000000000000:role/execution", "containerDefinitions": [{{container}}]}""");
        await ecs.CallAsync("CreateService", """{"cluster": "local", "serviceName": "shop", "taskDefinition": "shop", "desiredCount": 1}""");

        var task = await ecs.TaskAsync("shop", EcsServer.IsStopped);

        Assert.That(
            ((string?)task["stopCode"], (string?)task["stoppedReason"]),
            Is.EqualTo(("TaskFailedToStart",
                "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: "
                + "unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid parameters: /shop/token")));
    }
}
