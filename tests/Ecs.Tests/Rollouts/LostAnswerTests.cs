using System.Net;
using System.Text.Json.Nodes;
using Slipway.Ecs.Rollouts;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.FakeEcs;

namespace Slipway.Ecs.Tests.Rollouts;

/// <summary>Deployments whose beginning AWS carried out, or did not, without saying so: in the documents of ECS and CodeDeploy.</summary>
public sealed class LostAnswerTests
{
    private const string OwnDeployment = "arn:aws:ecs:eu-west-2:111122223333:service-deployment/shop/web/2";
    private const string OwnRevision = "arn:aws:ecs:eu-west-2:111122223333:service-revision/shop/web/2";

    private static readonly AwsAnswer Lost = AwsAnswer.Broken(new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."));
    private static readonly AwsAnswer ServerFault = AwsAnswer.Refusal("ServerException", "Service Unavailable.", HttpStatusCode.InternalServerError);

    private static readonly string Before = Describe(Old, 2, 2, ("d-1", Old, "COMPLETED"));
    private static readonly string Rolling = Describe(New, 2, 1, ("d-2", New, "IN_PROGRESS"), ("d-1", Old, "COMPLETED"));
    private static readonly string Done = Describe(New, 2, 2, ("d-2", New, "COMPLETED"));

    [Test]
    public async Task An_update_whose_answer_was_lost_is_found_in_the_service_and_followed()
    {
        using var ecs = new FakeEcs { Attempts = 3 }.Service(Before, Rolling, Rolling, Done);
        ecs.Aws.On("UpdateService", Lost);

        var result = await ecs.RollAsync(force: true);

        Assert.That((result.DeploymentId, ecs.Aws.DocumentsTo("UpdateService").Count), Is.EqualTo(("d-2", 1)));
    }

    [Test]
    public async Task An_update_that_was_not_made_is_sent_again_after_a_second_look()
    {
        using var ecs = new FakeEcs { Attempts = 3 }.Service(Before, Before, Before, Rolling, Done);
        ecs.Aws.On("UpdateService", ServerFault, AwsAnswer.Ok($"{{'service':{Rolling}}}"));

        var result = await ecs.RollAsync(force: true);

        Assert.That((result.DeploymentId, ecs.Aws.DocumentsTo("UpdateService").Count), Is.EqualTo(("d-2", 2)));
        Assert.That(ecs.Aws.Requests.Select(request => request.Key).Where(key => key is "UpdateService" or "DescribeServices").Take(5), Is.EqualTo(
            new[] { "DescribeServices", "UpdateService", "DescribeServices", "DescribeServices", "UpdateService" }));
    }

    [Test]
    public async Task An_update_that_shows_at_the_second_look_is_not_sent_again()
    {
        using var ecs = new FakeEcs { Attempts = 3 }.Service(Before, Before, Rolling, Done);
        ecs.Aws.On("UpdateService", Lost);

        var result = await ecs.RollAsync(force: true);

        Assert.That((result.DeploymentId, ecs.Aws.DocumentsTo("UpdateService").Count), Is.EqualTo(("d-2", 1)));
    }

    [Test]
    public async Task The_deployment_of_the_revision_that_was_there_before_is_not_taken_for_the_forced_one()
    {
        var again = Describe(Old, 2, 1, ("d-2", Old, "IN_PROGRESS"), ("d-1", Old, "COMPLETED"));
        using var ecs = new FakeEcs { Attempts = 3 }.RunsTheSame().Service(Before, Before, Before, again, Describe(Old, 2, 2, ("d-2", Old, "COMPLETED")));
        ecs.Aws.On("UpdateService", Lost, AwsAnswer.Ok($"{{'service':{again}}}"));

        var result = await ecs.RollAsync(request => request with { Force = true, Revision = Old });

        Assert.That((result.DeploymentId, ecs.Aws.DocumentsTo("UpdateService").Count), Is.EqualTo(("d-2", 2)));
    }

    [Test]
    public async Task An_update_that_nobody_answers_for_may_have_begun_a_deployment_and_that_is_said()
    {
        using var ecs = new FakeEcs { Attempts = 2 }.Service(Before);
        ecs.Aws.On("UpdateService", ServerFault);

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync());

        Assert.That((failure!.Outcome, failure.Message), Is.EqualTo((RolloutOutcome.StillInProgress,
            "It cannot be told whether a deployment of shop:2 to service 'web' was started, and if it was, it continues. "
            + $"ECS UpdateService failed: ServerException (HTTP 500, request {AwsAnswer.RequestId}, 2 attempts): Service Unavailable. Check the service (--target=Status) before deploying again.")));
    }

    [Test]
    public async Task A_deployment_of_ECSs_own_strategies_is_found_by_its_revision()
    {
        var service = JsonNode.Parse(Before)!.AsObject();
        service["deploymentConfiguration"] = new JsonObject { ["strategy"] = "BLUE_GREEN" };
        using var ecs = new FakeEcs { Attempts = 3 }.Service(service.ToJsonString(), service.ToJsonString(), Done);
        ecs.Aws.On("UpdateService", Lost)
            .On("ListServiceDeployments", AwsAnswer.Ok("{'serviceDeployments':[]}"), AwsAnswer.Ok($"{{'serviceDeployments':[{{'serviceDeploymentArn':'{OwnDeployment}','targetServiceRevisionArn':'{OwnRevision}'}}]}}"))
            .On("DescribeServiceRevisions", AwsAnswer.Ok($"{{'serviceRevisions':[{{'serviceRevisionArn':'{OwnRevision}','taskDefinition':'{New}'}}]}}"))
            .On("DescribeServiceDeployments", AwsAnswer.Ok($"{{'serviceDeployments':[{{'serviceDeploymentArn':'{OwnDeployment}','status':'SUCCESSFUL'}}]}}"));

        var result = await ecs.RollAsync(request => request with { Strategy = RolloutStrategy.EcsBlueGreen, Force = true });

        Assert.That((result.DeploymentId, ecs.Aws.DocumentsTo("UpdateService").Count), Is.EqualTo((OwnDeployment, 1)));
    }

    [Test]
    public async Task A_deployment_of_CodeDeploy_is_found_by_its_description()
    {
        using var ecs = Shifting();
        ecs.Aws.On("CreateDeployment", Lost).On("ListDeployments", AwsAnswer.Ok("{'deployments':['d-OWN','d-EARLIER']}"));

        var result = await ecs.RollAsync(ByCodeDeploy);

        Assert.That((result.DeploymentId, ecs.Aws.DocumentsTo("CreateDeployment").Count), Is.EqualTo(("d-OWN", 1)));
    }

    [Test]
    public async Task A_deployment_of_the_same_revision_by_an_earlier_run_is_not_taken_for_this_ones()
    {
        using var ecs = Shifting();
        ecs.Aws.On("CreateDeployment", Lost, AwsAnswer.Ok("{'deploymentId':'d-OWN'}")).On("ListDeployments", AwsAnswer.Ok("{'deployments':['d-EARLIER']}"));

        var result = await ecs.RollAsync(ByCodeDeploy);

        Assert.That((result.DeploymentId, ecs.Aws.DocumentsTo("CreateDeployment").Count), Is.EqualTo(("d-OWN", 2)));
        Assert.That(ecs.Aws.DocumentsTo("CreateDeployment").Select(request => (string?)request["description"]).Distinct().Single(), Does.Match(@"^Slipway: shop:2 \([0-9a-f]{8}\)$"));
    }

    private static RolloutRequest ByCodeDeploy(RolloutRequest request) =>
        request with { Strategy = RolloutStrategy.CodeDeploy, CodeDeploy = new("app", "group", "TaskDefinition: <TASK_DEFINITION>", "slipway.yml:12:7") };

    /// <summary>A service that CodeDeploy deploys; <c>d-OWN</c> has the description that was asked for, any other that of an earlier run.</summary>
    private static FakeEcs Shifting()
    {
        var ecs = new FakeEcs { Attempts = 3 }.Service(Service(Old), Service(New));
        ecs.Aws
            .On("GetDeploymentGroup", AwsAnswer.Ok("{'deploymentGroupInfo':{}}"))
            .On("GetDeployment", request => AwsAnswer.Ok(new JsonObject
            {
                ["deploymentInfo"] = new JsonObject
                {
                    ["status"] = "Succeeded",
                    ["description"] = (string?)request.Document["deploymentId"] == "d-OWN" ? (string)ecs.Aws.DocumentsTo("CreateDeployment")[0]["description"]! : "Slipway: shop:2 (00000000)",
                },
            }))
            .On("ListDeploymentTargets", AwsAnswer.Ok("{'targetIds':[]}"));
        return ecs;
    }

    private static string Service(string taskDefinition) => new JsonObject
    {
        ["serviceName"] = "web",
        ["status"] = "ACTIVE",
        ["deploymentController"] = new JsonObject { ["type"] = "CODE_DEPLOY" },
        ["desiredCount"] = 2,
        ["runningCount"] = 2,
        ["taskSets"] = new JsonArray(new JsonObject { ["status"] = "PRIMARY", ["taskDefinition"] = taskDefinition, ["stabilityStatus"] = "STEADY_STATE" }),
    }.ToJsonString();
}
