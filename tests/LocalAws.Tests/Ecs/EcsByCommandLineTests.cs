using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs;

/// <summary>The real <c>aws</c> command line against the real engine.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class EcsByCommandLineTests
{
    [Test]
    public async Task A_service_is_created_updated_and_deleted_with_the_command_line_of_AWS()
    {
        await using var ecs = await EcsServer.StartAsync();
        var aws = ecs.Aws;

        await aws.SucceedAsync("ecs", "create-cluster", "--cluster-name", "shop");
        await aws.SucceedAsync("ecs", "register-task-definition", "--family", "shop", "--container-definitions", Greeting("first"));
        await aws.SucceedAsync(
            "ecs", "create-service", "--cluster", "shop", "--service-name", "web", "--task-definition", "shop", "--desired-count", "1");
        await aws.SucceedAsync("ecs", "wait", "services-stable", "--cluster", "shop", "--services", "web");
        var first = await AnswerAsync(ecs, "first");

        await aws.SucceedAsync("ecs", "register-task-definition", "--family", "shop", "--container-definitions", Greeting("second"));
        var update = await aws.SucceedAsync(
            "ecs", "update-service", "--cluster", "shop", "--service", "web", "--task-definition", "shop:2", "--query", "service.deployments[].[status,rolloutState]", "--output", "text");
        await aws.SucceedAsync("ecs", "wait", "services-stable", "--cluster", "shop", "--services", "web");
        var second = await AnswerAsync(ecs, "second");
        var described = await aws.SucceedAsync(
            "ecs", "describe-services", "--cluster", "shop", "--services", "web", "--output", "text",
            "--query", "services[0].[status,desiredCount,runningCount,deployments[0].status,length(deployments),taskDefinition]");

        await aws.SucceedAsync("ecs", "delete-service", "--cluster", "shop", "--service", "web", "--force");
        await aws.SucceedAsync("ecs", "wait", "services-inactive", "--cluster", "shop", "--services", "web");

        Assert.That((first, second), Is.EqualTo(("first", "second")));
        Assert.That(update.Split('\n')[0], Is.EqualTo("PRIMARY\tIN_PROGRESS"));
        Assert.That(described, Is.EqualTo("ACTIVE\t1\t1\tPRIMARY\t1\tarn:aws:ecs:us-east-1:000000000000:task-definition/shop:2"));
    }

    [Test]
    public async Task Refusals_reach_the_user_of_the_command_line()
    {
        await using var ecs = await EcsServer.StartAsync();

        var noCluster = await ecs.Aws.RunAsync("ecs", "list-tasks", "--cluster", "none");
        var noOperation = await ecs.Aws.RunAsync("ecs", "discover-poll-endpoint");
        var missing = await ecs.Aws.SucceedAsync("ecs", "describe-services", "--cluster", "local", "--services", "none", "--query", "failures[0].reason", "--output", "text");

        Assert.That(noCluster.Error, Does.EndWith("An error occurred (ClusterNotFoundException) when calling the ListTasks operation: Cluster not found."));
        Assert.That(noOperation.Error, Does.Contain("(UnknownOperationException)").And.Contain("LocalAws does not emulate ECS DiscoverPollEndpoint"));
        Assert.That(missing, Is.EqualTo("MISSING"));
    }

    private static string Greeting(string text) => new JsonArray(EcsServer.Perl(
        "web",
        "sub answer { $ENV{GREETING} }" + EcsServer.Web,
        $$"""{"portMappings": [{"containerPort": 8080}], "environment": [{"name": "GREETING", "value": "{{text}}"}]}""")).ToJsonString();

    /// <summary>What the one running task of the service says on the port that it was given.</summary>
    private static async Task<string> AnswerAsync(EcsServer ecs, string wanted)
    {
        var task = await ecs.Aws.SucceedAsync("ecs", "list-tasks", "--cluster", "shop", "--service-name", "web", "--query", "taskArns[0]", "--output", "text");
        var port = await ecs.Aws.SucceedAsync(
            "ecs", "describe-tasks", "--cluster", "shop", "--tasks", task, "--query", "tasks[0].containers[0].networkBindings[0].hostPort", "--output", "text");
        return await EcsServer.AnswerAsync(int.Parse(port, CultureInfo.InvariantCulture), answer => answer == wanted);
    }
}
