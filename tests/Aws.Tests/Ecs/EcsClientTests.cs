using System.Text.Json.Nodes;
using Slipway.Aws.Ecs;
using Slipway.Testing;

namespace Slipway.Aws.Tests.Ecs;

public sealed class EcsClientTests
{
    [Test]
    public async Task Services_are_asked_for_ten_at_a_time_and_tasks_a_hundred_at_a_time()
    {
        using var fake = new FakeAws().On("DescribeServices", Echo("services")).On("DescribeTasks", Echo("tasks"));
        using var aws = Given.Clients(fake);
        var names = Enumerable.Range(0, 205).Select(i => $"{i:000}").ToList();

        var services = await aws.Ecs.DescribeServicesAsync("staging", names.Take(25).ToList(), CancellationToken.None);
        var tasks = await aws.Ecs.DescribeTasksAsync("staging", names, CancellationToken.None);

        Assert.That(services.Found.Select(s => (string)s["name"]!), Is.EqualTo(names.Take(25)));
        Assert.That(tasks.Found.Select(s => (string)s["name"]!), Is.EqualTo(names));
        Assert.That(fake.DocumentsTo("DescribeServices").Select(d => d["services"]!.AsArray().Count), Is.EqualTo(new[] { 10, 10, 5 }));
        Assert.That(fake.DocumentsTo("DescribeTasks").Select(d => d["tasks"]!.AsArray().Count), Is.EqualTo(new[] { 100, 100, 5 }));
        Assert.That(fake.Requests.Select(r => (string)r.Document["cluster"]!), Is.All.EqualTo("staging"));
    }

    [Test]
    public async Task A_command_in_a_container_has_a_session_whose_token_is_a_secret()
    {
        using var fake = new FakeAws().On("ExecuteCommand", AwsAnswer.Ok("{'session':{'sessionId':'ecs-execute-command-1','streamUrl':'wss://ssmmessages.eu-west-2.amazonaws.com/v1/data-channel/1?role=publish_subscribe','tokenValue':'AAEA'}}"));
        using var aws = Given.Clients(fake);

        var session = await aws.Ecs.ExecuteCommandAsync("staging", "0123", "app", "sh -l", CancellationToken.None);

        Assert.That(fake.Requests.Single().Body, Is.EqualTo("""{"cluster":"staging","task":"0123","container":"app","command":"sh -l","interactive":true}"""));
        Assert.That(session, Is.EqualTo(new EcsSession("ecs-execute-command-1", new("wss://ssmmessages.eu-west-2.amazonaws.com/v1/data-channel/1?role=publish_subscribe"), new("AAEA"))));
        Assert.That($"{session}", Does.Not.Contain("AAEA"));
    }

    [Test]
    public async Task Failures_of_all_batches_are_given()
    {
        using var fake = new FakeAws().On(
            "DescribeServices",
            AwsAnswer.Ok("{'services':[],'failures':[{'arn':'arn:1','reason':'MISSING'}]}"),
            AwsAnswer.Ok("{'services':[],'failures':[{'arn':'arn:2','reason':'MISSING','detail':'gone'}]}"));
        using var aws = Given.Clients(fake);

        var lookup = await aws.Ecs.DescribeServicesAsync("staging", [.. Enumerable.Range(0, 11).Select(i => $"{i}")], CancellationToken.None);

        Assert.That(lookup.Failures, Is.EqualTo(new[] { new EcsFailure("arn:1", "MISSING", null), new EcsFailure("arn:2", "MISSING", "gone") }));
    }

    [Test]
    public async Task Tasks_are_listed_to_the_last_page_with_the_filter_on_each()
    {
        using var fake = new FakeAws().On(
            "ListTasks", AwsAnswer.Ok("{'taskArns':['a','b'],'nextToken':'more'}"), AwsAnswer.Ok("{'taskArns':[],'nextToken':'last'}"), AwsAnswer.Ok("{'taskArns':['c']}"));
        using var aws = Given.Clients(fake);
        var filter = new TaskFilter { ServiceName = "app", StartedBy = "ecs-svc/1", DesiredStatus = "STOPPED", Family = "shop" };

        var tasks = await aws.Ecs.ListTasksAsync("staging", filter, CancellationToken.None);

        Assert.That(tasks, Is.EqualTo(new[] { "a", "b", "c" }));
        const string asked = """{"cluster":"staging","serviceName":"app","family":"shop","startedBy":"ecs-svc/1","desiredStatus":"STOPPED"}""";
        Assert.That(fake.Requests.Select(r => r.Body), Is.EqualTo(new[]
        {
            asked,
            asked.Replace("}", ",\"nextToken\":\"more\"}", StringComparison.Ordinal),
            asked.Replace("}", ",\"nextToken\":\"last\"}", StringComparison.Ordinal),
        }));
    }

    [Test]
    public async Task Task_definitions_are_fetched_only_as_far_as_they_are_read()
    {
        using var fake = new FakeAws().On("ListTaskDefinitions", AwsAnswer.Ok("{'taskDefinitionArns':['shop:9','shop:8'],'nextToken':'more'}"));
        using var aws = Given.Clients(fake);

        var latest = await aws.Ecs.ListTaskDefinitionsAsync("shop", newestFirst: true, CancellationToken.None).FirstAsync();

        Assert.That(latest, Is.EqualTo("shop:9"));
        Assert.That(fake.Requests.Select(r => r.Body), Is.EqualTo(new[] { """{"familyPrefix":"shop","status":"ACTIVE","sort":"DESC"}""" }));
    }

    [Test]
    public async Task Creating_a_service_is_tried_again_with_the_same_client_token()
    {
        using var fake = new FakeAws().On(
            "CreateService",
            AwsAnswer.Broken(new HttpIOException(HttpRequestError.ResponseEnded)), AwsAnswer.Ok("{'service':{'serviceName':'app'}}"));
        var time = new ManualTimeProvider();
        using var aws = Given.Clients(fake, time);
        var request = new JsonObject { ["serviceName"] = "app" };

        await time.RunAsync(aws.Ecs.CreateServiceAsync(request, CancellationToken.None), TimeSpan.FromSeconds(5));

        var tokens = fake.DocumentsTo("CreateService").Select(d => (string?)d["clientToken"]).ToList();
        Assert.That(tokens, Has.Count.EqualTo(2));
        Assert.That(tokens[0], Is.EqualTo(tokens[1]).And.Length.EqualTo(32));
        Assert.That(request.ContainsKey("clientToken"), Is.False);
    }

    [Test]
    public async Task A_client_token_of_the_callers_own_is_kept()
    {
        using var fake = new FakeAws().On("CreateService", AwsAnswer.Ok("{'service':{}}"));
        using var aws = Given.Clients(fake);

        await aws.Ecs.CreateServiceAsync(new JsonObject { ["clientToken"] = "mine" }, CancellationToken.None);

        Assert.That(fake.Requests.Single().Body, Is.EqualTo("""{"clientToken":"mine"}"""));
    }

    [Test]
    public async Task A_revision_is_its_document_and_its_tags()
    {
        using var fake = new FakeAws().On("DescribeTaskDefinition", AwsAnswer.Ok(
            "{'taskDefinition':{'taskDefinitionArn':'arn:shop:9','family':'shop'},'tags':[{'key':'slipway:release','value':'42'},{'key':'empty'}]}"));
        using var aws = Given.Clients(fake);

        var revision = await aws.Ecs.DescribeTaskDefinitionAsync("shop", CancellationToken.None);

        Assert.That(revision.Arn, Is.EqualTo("arn:shop:9"));
        Assert.That(revision.Document.ToJsonString(), Is.EqualTo("""{"taskDefinitionArn":"arn:shop:9","family":"shop"}"""));
        Assert.That(revision.Tags, Is.EqualTo(new Dictionary<string, string>(StringComparer.Ordinal) { ["slipway:release"] = "42", ["empty"] = "" }));
        Assert.That(fake.Requests.Single().Body, Is.EqualTo("""{"taskDefinition":"shop","include":["TAGS"]}"""));
    }

    private static Func<RecordedRequest, AwsAnswer> Echo(string member) => request => AwsAnswer.Ok(new JsonObject
    {
        [member] = new JsonArray([.. request.Document[member]!.AsArray().Select(n => new JsonObject { ["name"] = n!.DeepClone() })]),
    });
}
