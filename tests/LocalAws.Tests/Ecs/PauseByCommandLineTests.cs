using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Ecs;

/// <summary>A paused deployment by the real <c>aws</c> command, whose parser knows the shapes of ECS. The service wants no tasks, so that nothing runs.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class PauseByCommandLineTests
{
    [Test]
    public async Task A_pause_is_described_and_answered()
    {
        await using var ecs = await EcsServer.StartAsync();

        var lines = await AwsScript.RunAsync(ecs.Aws, """
            e() { aws ecs "$@" --output text; }
            e register-task-definition --family shop --container-definitions '[{"name": "web", "image": "web", "memory": 64}]' --query taskDefinition.family
            e create-service --service-name web --cluster local --task-definition shop --desired-count 0 --query service.serviceName --deployment-configuration '{"lifecycleHooks": [
              {"targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP"], "timeoutConfiguration": {"timeoutInMinutes": 5, "action": "CONTINUE"}}]}'
            arn=$(e list-service-deployments --cluster local --service web --query 'serviceDeployments[0].serviceDeploymentArn')
            d() { e describe-service-deployments --service-deployment-arns "$arn" --query "serviceDeployments[0].$1"; }
            d '[status,lifecycleStage,lifecycleHookDetails[0].[targetType,status,timeoutAction]]'
            hook=$(d 'lifecycleHookDetails[0].hookId')
            try e continue-service-deployment --service-deployment-arn "$arn" --hook-id "$hook" --action ROLLBACK
            [ "$(e continue-service-deployment --service-deployment-arn "$arn" --hook-id "$hook" --query serviceDeploymentArn)" = "$arn" ] && echo continued
            d '[status,lifecycleHookDetails[0].status]'
            """);

        Assert.That(lines, Is.EqualTo(new[]
        {
            "shop", "web", "IN_PROGRESS\tPRE_SCALE_UP", "PAUSE\tAWAITING_ACTION\tCONTINUE",
            "An error occurred (InvalidParameterException) when calling the ContinueServiceDeployment operation: The service deployment cannot be rolled back: there is no earlier service revision.",
            "continued", "SUCCESSFUL\tSUCCEEDED",
        }));
    }
}
