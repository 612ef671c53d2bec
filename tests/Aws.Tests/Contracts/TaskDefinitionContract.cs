using System.Text.Json.Nodes;
using Slipway.Aws.Ecs;
using Slipway.Aws.Tests.Servers;

namespace Slipway.Aws.Tests.Contracts;

[TestFixtureSource(typeof(AwsServers), nameof(AwsServers.All))]
public sealed class TaskDefinitionContract(AwsServer server) : AwsContract(server)
{
    [Test]
    public async Task A_registered_task_definition_is_described_as_it_was_sent()
    {
        var sent = Documents.TaskDefinition(Unique("described"));

        var registered = await Aws.Ecs.RegisterTaskDefinitionAsync(sent, CancellationToken.None);
        var described = await Aws.Ecs.DescribeTaskDefinitionAsync(registered.Arn, CancellationToken.None);

        Assert.That(registered.Arn, Does.EndWith($":task-definition/{sent["family"]}:1"));
        Assert.That(described.Arn, Is.EqualTo(registered.Arn));
        foreach (var member in new[] { "family", "networkMode" }) Assert.That(described.Document[member]!.ToJsonString(), Is.EqualTo(sent[member]!.ToJsonString()));
        var container = described.Document["containerDefinitions"]![0]!;
        foreach (var (member, value) in sent["containerDefinitions"]![0]!.AsObject())
            Assert.That(JsonNode.DeepEquals(container[member], value), $"{member}: {container[member]?.ToJsonString()}");
    }

    [Test]
    public async Task Tags_are_given_back_with_the_revision()
    {
        var sent = Documents.TaskDefinition(Unique("tagged"));
        sent["tags"] = new JsonArray(new JsonObject { ["key"] = "slipway:release", ["value"] = "staging-42" });

        var registered = await Aws.Ecs.RegisterTaskDefinitionAsync(sent, CancellationToken.None);
        var described = await Aws.Ecs.DescribeTaskDefinitionAsync(registered.Arn, CancellationToken.None);

        Assert.That(described.Tags.Keys, Is.EquivalentTo(new[] { "slipway:release", EcsClient.RegistrationTag }));
        Assert.That(described.Tags["slipway:release"], Is.EqualTo("staging-42"));
    }

    [Test]
    public async Task A_member_that_the_server_does_not_know_is_no_error()
    {
        var sent = Documents.TaskDefinition(Unique("unknown"));
        sent["containerDefinitions"]![0]!["memberOfTheNextYear"] = new JsonObject { ["enabled"] = true };

        var registered = await Aws.Ecs.RegisterTaskDefinitionAsync(sent, CancellationToken.None);

        Assert.That(registered.Document["containerDefinitions"]![0]!["name"]!.GetValue<string>(), Is.EqualTo("app"));
    }

    [Test]
    public async Task A_family_is_described_by_its_latest_revision_and_listed_newest_first()
    {
        var family = Unique("family");
        var arns = new List<string>();
        for (var revision = 1; revision <= 3; revision++)
            arns.Add((await Aws.Ecs.RegisterTaskDefinitionAsync(Documents.TaskDefinition(family), CancellationToken.None)).Arn);

        var latest = await Aws.Ecs.DescribeTaskDefinitionAsync(family, CancellationToken.None);
        var newest = await Aws.Ecs.ListTaskDefinitionsAsync(family, newestFirst: true, CancellationToken.None).ToListAsync();
        var oldest = await Aws.Ecs.ListTaskDefinitionsAsync(family, newestFirst: false, CancellationToken.None).ToListAsync();

        Assert.That(latest.Arn, Is.EqualTo(arns[2]));
        Assert.That(oldest, Is.EqualTo(arns));
        Assert.That(newest, Is.EqualTo(Deviates(Deviations.UnsortedTaskDefinitions) ? arns : Enumerable.Reverse(arns)));
    }

    [Test]
    public async Task A_missing_task_definition_is_ClientException()
    {
        var error = await Failure.OfAsync(() => Aws.Ecs.DescribeTaskDefinitionAsync("no-such-family", CancellationToken.None));

        Assert.That((error.Kind, error.Code, error.Operation), Is.EqualTo((AwsFailure.Refused, "ClientException", "DescribeTaskDefinition")));
    }

    [Test]
    public async Task A_family_without_revisions_lists_none()
    {
        var listed = await Aws.Ecs.ListTaskDefinitionsAsync("no-such-family", newestFirst: true, CancellationToken.None).ToListAsync();

        Assert.That(listed, Is.Empty);
    }
}
