using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Rollouts;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.Releases;

public sealed class ReleaseHistoryTests
{
    private const string Arn = "arn:aws:ecs:eu-west-2:111122223333:task-definition/";

    [Test]
    public async Task A_family_that_was_renamed_is_followed_by_the_tag_of_its_first_revision()
    {
        using var fake = Account("store:2", "store:1 replaces shop:9", "shop:9 replaces old:4", "shop:8", "old:4", "other:1");

        var revisions = await ReadAsync(fake, isDeployedByEcs: false);

        Assert.That(revisions, Is.EqualTo(new[] { "store:2", "store:1", "shop:9", "shop:8", "old:4" }));
        Assert.That(fake.DocumentsTo("ListServiceDeployments"), Is.Empty, "Of other controllers ECS remembers nothing.");
    }

    [Test]
    public async Task What_the_service_ran_is_found_without_a_tag_too()
    {
        using var fake = Account("store:2", "shop:9", "other:1");
        fake.On("ListServiceDeployments", AwsAnswer.Ok("{'serviceDeployments':[{'targetServiceRevisionArn':'r2'},{'targetServiceRevisionArn':'r1'}]}"));
        fake.On("DescribeServiceRevisions", AwsAnswer.Ok($"{{'serviceRevisions':[{{'serviceRevisionArn':'r2','taskDefinition':'{Arn}store:2'}},{{'serviceRevisionArn':'r1','taskDefinition':'{Arn}shop:9'}}],'failures':[]}}"));

        Assert.That(await ReadAsync(fake, isDeployedByEcs: true), Is.EqualTo(new[] { "store:2", "shop:9" }));
        Assert.That(fake.DocumentsTo("ListServiceDeployments").Single()["status"]!.ToJsonString(), Is.EqualTo("""["SUCCESSFUL"]"""));
    }

    [Test]
    public async Task Without_the_permission_the_tags_remain_and_it_is_said()
    {
        using var fake = Account("store:2", "store:1 replaces shop:9", "shop:9");
        fake.On("ListServiceDeployments", AwsAnswer.Refusal("AccessDeniedException", "User: x is not authorized to perform: ecs:ListServiceDeployments on resource: y"));
        var lines = new List<string>();

        var revisions = await ReadAsync(fake, isDeployedByEcs: true, lines);

        Assert.That(revisions, Is.EqualTo(new[] { "store:2", "store:1", "shop:9" }));
        Assert.That(lines.Single(), Does.StartWith("What service 'web' ran before is not known from ECS, and families that it had are found by Slipway's tags only: ").And.Contains("ecs:ListServiceDeployments"));
    }

    [TestCase("shop:7", true)]
    [TestCase("arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:7", true)]
    [TestCase("arn:aws-cn:ecs:cn-north-1:111122223333:task-definition/shop:7", true)]
    [TestCase("421", false)]
    [TestCase("shop", false)]
    [TestCase("shop:latest", false)]
    public void A_revision_in_full_is_told_from_a_build(string to, bool isRevision) => Assert.That(ReleaseHistory.IsRevision(to), Is.EqualTo(isRevision));

    [Test]
    public async Task A_revision_that_is_named_in_full_is_taken_released_or_not()
    {
        using var fake = Account("shop:7");

        var named = await WithHistoryAsync(fake, history => history.ReadAsync("shop:7", CancellationToken.None));

        Assert.That((named.Name, named.IsReleased), Is.EqualTo(("shop:7", false)));
    }

    [Test]
    public async Task One_that_was_deregistered_or_never_there_is_refused()
    {
        using var fake = Account("shop:7");
        fake.On(
            "DescribeTaskDefinition",
            AwsAnswer.Ok($"{{'taskDefinition':{{'taskDefinitionArn':'{Arn}shop:7','status':'INACTIVE'}}}}"),
            AwsAnswer.Refusal("ClientException", "Unable to describe task definition."));

        var inactive = await Assert.ThrowsAsync<RolloutException>(() => WithHistoryAsync(fake, history => history.ReadAsync("shop:7", CancellationToken.None)));
        var missing = await Assert.ThrowsAsync<RolloutException>(() => WithHistoryAsync(fake, history => history.ReadAsync("shop:8", CancellationToken.None)));

        Assert.That((inactive!.Outcome, inactive.Message), Is.EqualTo((RolloutOutcome.Refused,
            "Task definition 'shop:7' is INACTIVE: it was deregistered, and ECS starts no task from it. Name one that is ACTIVE, or deploy its build again.")));
        Assert.That((missing!.Outcome, missing.Message), Is.EqualTo((RolloutOutcome.Refused,
            "There is no task definition 'shop:8' in this account and region: Unable to describe task definition. Name a revision that is registered, as family:revision or by its ARN.")));
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(FakeAws fake, bool isDeployedByEcs, List<string>? lines = null) =>
        [.. (await WithHistoryAsync(fake, history => history.ReadAsync("shop", "web", $"{Arn}store:2", isDeployedByEcs, CancellationToken.None), lines)).Select(revision => revision.Name)];

    private static async Task<T> WithHistoryAsync<T>(FakeAws fake, Func<ReleaseHistory, Task<T>> ask, List<string>? lines = null)
    {
        using var aws = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s"), Limits = new() { Attempts = 1, Delay = TimeSpan.Zero, SettleTime = TimeSpan.Zero } }, fake);
        return await ask(new(aws.Ecs, TimeProvider.System, new Lister(lines ?? [])));
    }

    /// <param name="revisions">Newest first: the name, and <c>replaces</c> with what the service ran before, where it is tagged so.</param>
    private static FakeAws Account(params string[] revisions)
    {
        var names = revisions.Select(revision => revision.Split(" replaces ")).ToList();
        return new FakeAws()
            .On("ListTaskDefinitions", request => AwsAnswer.Ok(new JsonObject
            {
                ["taskDefinitionArns"] = new JsonArray([.. names.Where(name => name[0].Split(':')[0] == (string?)request.Document["familyPrefix"]).Select(name => JsonValue.Create(Arn + name[0]))]),
            }))
            .On("DescribeTaskDefinition", request =>
            {
                var name = names.Single(name => ((string)request.Document["taskDefinition"]!).EndsWith(name[0], StringComparison.Ordinal));
                return AwsAnswer.Ok(new JsonObject
                {
                    ["taskDefinition"] = new JsonObject { ["taskDefinitionArn"] = Arn + name[0], ["status"] = "ACTIVE" },
                    ["tags"] = name is [_, var before] ? new JsonArray(new JsonObject { ["key"] = "slipway:replaces", ["value"] = before }) : new JsonArray(),
                });
            });
    }
}
