using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Scaling;

/// <summary>The scalable targets of ECS services, and what is refused. The services want no tasks, or none that could start.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ScalingServiceTests
{
    private const string Target = "AnyScaleFrontendService";

    [Test]
    public async Task The_command_line_of_AWS_suspends_and_resumes_what_scales_a_service()
    {
        await using var server = await WithServiceAsync();

        var lines = await AwsScript.RunAsync(new(server.Client.BaseAddress!), """
            as() { aws application-autoscaling "$@" --output text; }
            web="--service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id service/local/web"
            as register-scalable-target $web --min-capacity 0 --max-capacity 4 --query 'starts_with(ScalableTargetARN, `arn:aws:application-autoscaling:us-east-1:000000000000:scalable-target/`)'
            as register-scalable-target $web --suspended-state DynamicScalingInSuspended=true,DynamicScalingOutSuspended=true,ScheduledScalingSuspended=false --query '`suspended`'
            as describe-scalable-targets --service-namespace ecs --resource-ids service/local/web --query 'ScalableTargets[].[ResourceId,MinCapacity,MaxCapacity,SuspendedState.[DynamicScalingInSuspended,DynamicScalingOutSuspended,ScheduledScalingSuspended]|[0]]'
            as describe-scalable-targets --service-namespace ecs --query 'ScalableTargets[0].SuspendedState.[DynamicScalingInSuspended,DynamicScalingOutSuspended,ScheduledScalingSuspended]'
            as describe-scalable-targets --service-namespace ecs --resource-ids service/local/other --query 'length(ScalableTargets)'
            as deregister-scalable-target $web
            as describe-scalable-targets --service-namespace ecs --query 'length(ScalableTargets)'
            try as register-scalable-target $web
            try as deregister-scalable-target $web
            try as register-scalable-target --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id service/local/none --min-capacity 0 --max-capacity 1
            try as put-scaling-policy $web --policy-name one --policy-type TargetTrackingScaling
            try as describe-scalable-targets --service-namespace dynamodb
            """);

        Assert.That(lines, Is.EqualTo(new[]
        {
            "True",
            "suspended",
            "service/local/web\t0\t4\tTrue",
            "True\tTrue\tFalse",
            "0",
            "0",
            "An error occurred (ValidationException) when calling the RegisterScalableTarget operation: MinCapacity and MaxCapacity are required to register a new scalable target.",
            "An error occurred (ObjectNotFoundException) when calling the DeregisterScalableTarget operation: No scalable target found for service namespace: ecs, resource ID: service/local/web, scalable dimension: ecs:service:DesiredCount",
            "An error occurred (ValidationException) when calling the RegisterScalableTarget operation: ECS service doesn't exist: service/local/none",
            "An error occurred (UnknownOperationException) when calling the PutScalingPolicy operation: LocalAws does not emulate Application Auto Scaling PutScalingPolicy; run this against AWS, or leave it out with --env=local.",
            "An error occurred (NotImplemented) when calling the DescribeScalableTargets operation: LocalAws does not emulate Application Auto Scaling of the namespace 'dynamodb'; run this against AWS, or leave it out with --env=local.",
        }));
    }

    [Test]
    public async Task A_service_gets_a_number_of_tasks_within_the_bounds()
    {
        await using var server = await WithServiceAsync();

        await server.Client.SucceedAsync($"{Target}.RegisterScalableTarget", Register("""{"MinCapacity": 0, "MaxCapacity": 1}"""));
        var within = await DesiredCountAsync(server);
        await server.Client.SucceedAsync($"{Target}.RegisterScalableTarget", Register("""{"MinCapacity": 1}"""));

        Assert.That((within, await DesiredCountAsync(server)), Is.EqualTo((0, 1)));
    }

    [TestCase("""{"MinCapacity": 2, "MaxCapacity": 1}""", "400 ValidationException: Maximum capacity cannot be less than minimum capacity, and neither below 0.")]
    [TestCase("""{"ScalableDimension": "ecs:service:Nothing", "MinCapacity": 0, "MaxCapacity": 1}""", "400 ValidationException: Unsupported service namespace, resource type or scalable dimension: ecs:service:Nothing")]
    [TestCase("""{"ResourceId": "cluster/local", "MinCapacity": 0, "MaxCapacity": 1}""", "400 ValidationException: Unsupported service namespace, resource type or scalable dimension: cluster/local")]
    [TestCase("""{"ServiceNamespace": null}""", "400 ValidationException: 1 validation error detected: Value null at 'serviceNamespace' failed to satisfy constraint: Member must not be null")]
    [TestCase("""{"Tags": {"of": "shop"}, "MinCapacity": 0, "MaxCapacity": 1}""", "501 NotImplemented: LocalAws does not emulate 'Tags' of RegisterScalableTarget; run this against AWS, or leave it out with --env=local.")]
    public async Task What_no_target_can_be_is_refused(string members, string refusal)
    {
        await using var server = await WithServiceAsync();

        Assert.That(await server.Client.RefusedAsync($"{Target}.RegisterScalableTarget", Register(members)), Is.EqualTo(refusal));
    }

    private static string Register(string members)
    {
        var request = new JsonObject { ["ServiceNamespace"] = "ecs", ["ScalableDimension"] = "ecs:service:DesiredCount", ["ResourceId"] = "service/local/web" };
        foreach (var (member, value) in JsonNode.Parse(members)!.AsObject()) request[member] = value?.DeepClone();
        return request.ToJsonString();
    }

    private static async Task<int> DesiredCountAsync(LocalAwsServer server) =>
        (int)(await server.Client.SucceedAsync(Ecs("DescribeServices"), """{"cluster": "local", "services": ["web"]}"""))["services"]![0]!["desiredCount"]!;

    private static async Task<LocalAwsServer> WithServiceAsync()
    {
        var server = await LocalAwsServer.StartAsync();
        await server.Client.SucceedAsync(Ecs("CreateCluster"), """{"clusterName": "local"}""");
        // No instance has the attribute, so that no task of it is ever placed.
        await server.Client.SucceedAsync(Ecs("RegisterTaskDefinition"), """{"family": "web", "placementConstraints": [{"type": "memberOf", "expression": "attribute:none == there"}], "containerDefinitions": [{"name": "web", "image": "web", "memory": 64}]}""");
        await server.Client.SucceedAsync(Ecs("CreateService"), """{"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": 0}""");
        return server;
    }

    private static string Ecs(string operation) => $"AmazonEC2ContainerServiceV20141113.{operation}";
}
