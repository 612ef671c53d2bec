using System.Text.Json.Nodes;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Tests.Rollouts;
using Slipway.Testing;
using static Slipway.Ecs.Tests.Rollouts.FakeEcs;

namespace Slipway.Ecs.Tests.ServiceDefinitions;

/// <summary>Deployments of a service that a file defines.</summary>
public sealed class DefinedServiceRolloutTests
{
    private const string Arn = "arn:aws:ecs:eu-west-2:111122223333:service/shop/web";

    private static readonly string Before = With(Describe(Old, 2, 2, ("d-1", Old, "COMPLETED")), service => (service["serviceArn"], service["deploymentConfiguration"]) = (Arn, new JsonObject { ["maximumPercent"] = 200 }));
    private static readonly string After = With(Describe(New, 2, 2, ("d-2", New, "COMPLETED")), service => service["serviceArn"] = Arn);

    [Test]
    public async Task It_is_created_as_the_file_says()
    {
        using var ecs = new FakeEcs().Started("CreateService", After).Service(null, After);

        await ecs.RollAsync(Defined(
            """{"cluster":"c","serviceName":"s","taskDefinition":"t:1","desiredCount":3,"launchType":"FARGATE","enableExecuteCommand":true,"deploymentConfiguration":{"maximumPercent":150},"tags":[{"key":"team","value":"shop"}]}"""));

        var creation = ecs.Aws.DocumentsTo("CreateService").Single();
        creation.Remove("clientToken");
        Assert.That(creation.ToJsonString(), Is.EqualTo(
            $$$"""{"cluster":"shop","serviceName":"web","taskDefinition":"{{{New}}}","desiredCount":3,"deploymentConfiguration":{"maximumPercent":150,"deploymentCircuitBreaker":{"enable":true,"rollback":true}},"launchType":"FARGATE","enableExecuteCommand":true,"tags":[{"key":"team","value":"shop"}]}"""));
        Assert.That(ecs.Aws.DocumentsTo("TagResource").Select(tag => (string?)tag["resourceArn"]), Has.None.EqualTo(Arn));
    }

    [Test]
    public async Task A_daemon_is_created_without_a_number_of_tasks()
    {
        using var ecs = new FakeEcs().Started("CreateService", After).Service(null, After);

        await ecs.RollAsync(Defined("""{"schedulingStrategy":"DAEMON"}"""));

        Assert.That(ecs.Aws.DocumentsTo("CreateService").Single().ContainsKey("desiredCount"), Is.False);
    }

    [Test]
    public async Task An_update_has_what_differs_beside_the_revision_and_never_the_number_of_tasks()
    {
        using var ecs = new FakeEcs().Started("UpdateService", After).Service(Before, After);

        await ecs.RollAsync(Defined("""{"desiredCount":9,"enableExecuteCommand":true,"deploymentConfiguration":{"maximumPercent":150},"tags":[{"key":"team","value":"shop"}]}"""));

        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Single().ToJsonString(), Is.EqualTo(
            $$$"""{"cluster":"shop","service":"web","taskDefinition":"{{{New}}}","deploymentConfiguration":{"maximumPercent":150,"deploymentCircuitBreaker":{"enable":true,"rollback":true}},"enableExecuteCommand":true}"""));
        Assert.That(ecs.Aws.DocumentsTo("TagResource")[0].ToJsonString(), Is.EqualTo($$"""{"resourceArn":"{{Arn}}","tags":[{"key":"team","value":"shop"}]}"""));
        Assert.That(ecs.Lines, Has.Some.EqualTo("  + enableExecuteCommand of the service: true").And.Some.EqualTo("Tagged service 'web': team=shop"));
    }

    [Test]
    public async Task What_takes_no_deployment_is_updated_when_the_release_runs_already()
    {
        using var ecs = new FakeEcs().RunsTheSame().Started("UpdateService", Before).Service(Before);

        var result = await ecs.RollAsync(Defined("""{"enableExecuteCommand":true}"""));

        Assert.That(result.Changed, Is.False);
        Assert.That(ecs.Aws.DocumentsTo("UpdateService").Single().ToJsonString(), Is.EqualTo("""{"enableExecuteCommand":true,"cluster":"shop","service":"web"}"""));
        Assert.That(ecs.Lines, Has.Some.EqualTo("Service 'web' was updated; its tasks stay, and those that start from now on are by it"));
    }

    [Test]
    public async Task What_takes_one_begins_it_although_the_release_runs_already()
    {
        using var ecs = new FakeEcs().RunsTheSame().Started("UpdateService", After).Service(Before, After);

        var result = await ecs.RollAsync(Defined("""{"platformVersion":"1.3.0","enableExecuteCommand":true}"""));

        Assert.That((result.Changed, (string?)ecs.Aws.DocumentsTo("UpdateService").Single()["platformVersion"]), Is.EqualTo((true, "1.3.0")));
    }

    [Test]
    public async Task What_ECS_does_not_change_is_refused_before_anything_is_registered()
    {
        using var ecs = new FakeEcs().Service(With(Before, service => service["launchType"] = "EC2"));

        var failure = await Assert.ThrowsAsync<RolloutException>(() => ecs.RollAsync(Defined("""{"launchType":"FARGATE"}""")));

        Assert.That((failure!.Outcome, ecs.Aws.DocumentsTo("RegisterTaskDefinition").Count), Is.EqualTo((RolloutOutcome.Refused, 0)));
        Assert.That(failure.Message, Does.StartWith("slipway.yml:9:5: service 'web' has the launchType EC2, and the service definition FARGATE: "));
    }

    [Test]
    public async Task Cancelled_it_gets_back_what_the_file_has_changed()
    {
        using var cancelled = new CancellationTokenSource();
        using var ecs = new FakeEcs { LongestWait = TimeSpan.FromSeconds(2) }.Started("UpdateService", After).Service(Before, After);

        await Assert.CatchAsync<OperationCanceledException>(() => ecs.RollAsync(
            Defined("""{"enableExecuteCommand":true,"propagateTags":"SERVICE"}"""),
            async (_, token) =>
            {
                await cancelled.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
            cancelled.Token));

        Assert.That(ecs.Aws.DocumentsTo("UpdateService")[^1].ToJsonString(), Is.EqualTo(
            $$$"""{"cluster":"shop","service":"web","taskDefinition":"{{{Old}}}","deploymentConfiguration":{"maximumPercent":200},"enableExecuteCommand":false,"propagateTags":"NONE"}"""));
    }

    [Test]
    public async Task One_that_nobody_follows_has_its_tags_too()
    {
        using var ecs = new FakeEcs().Started("UpdateService", After).Service(Before);

        await ecs.RollAsync(request => Defined("""{"tags":[{"key":"team","value":"shop"}]}""")(request) with { Follows = false });

        Assert.That(ecs.Aws.DocumentsTo("TagResource").Select(tag => (string?)tag["resourceArn"]), Is.EqualTo(new[] { Arn }));
    }

    [Test]
    public async Task Tags_that_may_not_be_written_are_named()
    {
        using var ecs = new FakeEcs().Started("UpdateService", After).Service(Before, After);
        ecs.Aws.On("TagResource", AwsAnswer.Refusal("AccessDeniedException", "No."));

        await ecs.RollAsync(Defined("""{"tags":[{"key":"team","value":"shop"}]}"""));

        Assert.That(ecs.Lines, Has.Some.StartWith("Service 'web' has not the tags of its definition (team): "));
    }

    private static Func<RolloutRequest, RolloutRequest> Defined(string definition) => request => request with { Definition = new(JsonNode.Parse(definition)!.AsObject()) };
}
