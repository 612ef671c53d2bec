using System.Text.Json.Nodes;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Rollouts.Groups;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.Rollouts.Groups;

/// <summary>Has a service of <see cref="FakeServices"/> move by a shift of traffic.</summary>
internal static class ShiftedServices
{
    /// <summary>By ECS, strategy BLUE_GREEN: each update is a service deployment, whose state is that of the service's.</summary>
    public static GroupMember ByEcs(this FakeServices services, string name)
    {
        services.Decorate(name, node => node["deploymentConfiguration"] = new JsonObject { ["strategy"] = "BLUE_GREEN" });
        services.Aws
            .On("ListServiceDeployments", _ => AwsAnswer.Ok(new JsonObject
            {
                ["serviceDeployments"] = new JsonArray([.. services.Begun(name).Select((_, index) => new JsonObject { ["serviceDeploymentArn"] = $"deployment-{index}", ["targetServiceRevisionArn"] = $"revision-{index}" })]),
            }))
            .On("DescribeServiceRevisions", _ => AwsAnswer.Ok(new JsonObject
            {
                ["serviceRevisions"] = new JsonArray([.. services.Begun(name).Select((target, index) => new JsonObject { ["serviceRevisionArn"] = $"revision-{index}", ["taskDefinition"] = target })]),
            }))
            .On("DescribeServiceDeployments", request => AwsAnswer.Ok(new JsonObject
            {
                ["serviceDeployments"] = new JsonArray(new JsonObject { ["serviceDeploymentArn"] = request.Document["serviceDeploymentArns"]![0]!.DeepClone(), ["status"] = services.IsSettled(name) ? "SUCCESSFUL" : "IN_PROGRESS" }),
            }));
        return Member(name, RolloutStrategy.EcsBlueGreen);
    }

    /// <summary>By CodeDeploy: a deployment has shifted the traffic when the service is settled.</summary>
    /// <param name="waits">The old tasks are not ended after that, so that CodeDeploy can still roll back.</param>
    public static GroupMember ByCodeDeploy(this FakeServices services, string name, bool waits)
    {
        var isStopped = false;
        services.Decorate(name, node =>
        {
            node["deploymentController"] = new JsonObject { ["type"] = "CODE_DEPLOY" };
            node["taskSets"] = new JsonArray(new JsonObject { ["status"] = "PRIMARY", ["taskDefinition"] = node["taskDefinition"]!.DeepClone(), ["stabilityStatus"] = "STEADY_STATE" });
        });
        services.Aws
            .On("GetDeploymentGroup", AwsAnswer.Ok($"{{'deploymentGroupInfo':{{'ecsServices':[{{'serviceName':'{name}','clusterName':'shop'}}]}}}}"))
            .On("CreateDeployment", request =>
            {
                services.Begin(name, ((string)request.Document["revision"]!["appSpecContent"]!["content"]!)["TaskDefinition: ".Length..]);
                return AwsAnswer.Ok($"{{'deploymentId':'d-{services.Begun(name).Count}'}}");
            })
            .On("GetDeployment", request => AwsAnswer.Ok(Deployment((string)request.Document["deploymentId"]!)))
            .On("ListDeploymentTargets", AwsAnswer.Ok("{'targetIds':['shop:web']}"))
            .On("BatchGetDeploymentTargets", _ => AwsAnswer.Ok(services.IsSettled(name)
                ? "{'deploymentTargets':[{'ecsTarget':{'lifecycleEvents':[{'lifecycleEventName':'AllowTraffic','status':'Succeeded'},{'lifecycleEventName':'AfterAllowTraffic','status':'Succeeded'}]}}]}"
                : "{'deploymentTargets':[{'ecsTarget':{'lifecycleEvents':[]}}]}"))
            .On("StopDeployment", _ =>
            {
                isStopped = true;
                services.Begin(name, $"arn:aws:ecs:eu-west-2:111122223333:task-definition/{name}:1");
                return AwsAnswer.Ok("{}");
            });
        var member = Member(name, RolloutStrategy.CodeDeploy);
        return member with { Request = member.Request with { CodeDeploy = new("app", "group", "TaskDefinition: <TASK_DEFINITION>", "slipway.yml:12:7") } };

        JsonObject Deployment(string id) => new()
        {
            ["deploymentInfo"] = (id, isStopped) switch
            {
                ("d-back", _) => new JsonObject { ["deploymentId"] = id, ["status"] = services.IsSettled(name) ? "Succeeded" : "InProgress" },
                (_, true) => new JsonObject { ["deploymentId"] = id, ["status"] = "Stopped", ["rollbackInfo"] = new JsonObject { ["rollbackDeploymentId"] = "d-back" } },
                _ => new JsonObject { ["deploymentId"] = id, ["status"] = services.IsSettled(name) && !waits ? "Succeeded" : "InProgress" },
            },
        };
    }

    private static GroupMember Member(string name, RolloutStrategy strategy)
    {
        var member = FakeServices.Member(name);
        return member with { Request = member.Request with { Strategy = strategy } };
    }
}
