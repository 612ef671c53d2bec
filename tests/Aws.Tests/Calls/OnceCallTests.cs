using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Slipway.Aws.Ecs;
using Slipway.Testing;

namespace Slipway.Aws.Tests.Calls;

/// <summary>What may be sent again without a look, and what may not: by RegisterTaskDefinition, which AWS does each time that it is asked.</summary>
public sealed class OnceCallTests
{
    private static readonly TimeSpan LongestWait = new AwsLimits().MaxDelay;
    private static readonly AwsAnswer Registered = AwsAnswer.Ok("{'taskDefinition':{'taskDefinitionArn':'arn:aws:ecs:x:1:task-definition/shop:8'}}");
    private static readonly AwsAnswer Lost = AwsAnswer.Broken(new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely."));

    private static IEnumerable<TestCaseData<AwsAnswer>> Unambiguous()
    {
        yield return new(AwsAnswer.Refusal("ThrottlingException", "Rate exceeded")) { TestName = "{m}: throttling" };
        yield return new(AwsAnswer.Broken(new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused", new SocketException((int)SocketError.ConnectionRefused)))) { TestName = "{m}: connection refused" };
        yield return new(AwsAnswer.Broken(new HttpRequestException(HttpRequestError.NameResolutionError, "Name or service not known"))) { TestName = "{m}: no address" };
    }

    private static IEnumerable<TestCaseData<AwsAnswer>> Ambiguous()
    {
        yield return new(Lost) { TestName = "{m}: connection reset" };
        yield return new(AwsAnswer.Broken(new HttpRequestException("An error occurred while sending the request.", new SocketException((int)SocketError.ConnectionReset)))) { TestName = "{m}: reset while it was sent" };
        yield return new(AwsAnswer.Refusal("ServerException", "Service Unavailable.", HttpStatusCode.InternalServerError)) { TestName = "{m}: 500" };
        yield return new(new AwsAnswer(HttpStatusCode.GatewayTimeout, "<html>") { MediaType = "text/html" }) { TestName = "{m}: 504" };
    }

    [TestCaseSource(nameof(Unambiguous))]
    public async Task What_was_refused_or_never_sent_is_sent_again_without_a_look(AwsAnswer first)
    {
        using var fake = new FakeAws().On("RegisterTaskDefinition", first, Registered);

        var revision = await RegisterAsync(fake);

        Assert.That(revision.Arn, Does.EndWith("/shop:8"));
        Assert.That(fake.Requests.Select(request => request.Key), Is.EqualTo(new[] { "RegisterTaskDefinition", "RegisterTaskDefinition" }));
    }

    [TestCaseSource(nameof(Ambiguous))]
    public async Task What_may_have_been_done_is_found_and_not_sent_again(AwsAnswer first)
    {
        using var fake = new FakeAws().On("RegisterTaskDefinition", first);
        fake.On("DescribeTaskDefinition", _ => Described(fake, 8, isOwn: true));

        var revision = await RegisterAsync(fake);

        Assert.That(revision.Arn, Does.EndWith("/shop:8"));
        Assert.That(fake.Requests.Select(request => request.Key), Is.EqualTo(new[] { "RegisterTaskDefinition", "DescribeTaskDefinition" }));
    }

    [Test]
    public async Task What_got_no_answer_in_time_is_found_and_not_sent_again()
    {
        using var fake = new FakeAws().On("RegisterTaskDefinition", AwsAnswer.Silence());
        fake.On("DescribeTaskDefinition", _ => Described(fake, 8, isOwn: true));
        var time = new ManualTimeProvider();
        using var aws = Given.Clients(fake, time);

        var registering = aws.Ecs.RegisterTaskDefinitionAsync(new JsonObject { ["family"] = "shop" }, CancellationToken.None);
        while (fake.Requests.Count == 0) await Task.Delay(1);
        time.Advance(new AwsLimits().AttemptTimeout);
        var revision = await time.RunAsync(registering, LongestWait);

        Assert.That(revision.Arn, Does.EndWith("/shop:8"));
        Assert.That(fake.Requests.Select(request => request.Key), Is.EqualTo(new[] { "RegisterTaskDefinition", "DescribeTaskDefinition" }));
    }

    [Test]
    public async Task What_was_not_done_is_sent_again_as_it_was_after_a_second_look()
    {
        using var fake = new FakeAws()
            .On("RegisterTaskDefinition", Lost, Registered)
            .On("DescribeTaskDefinition", AwsAnswer.Refusal("ClientException", "Unable to describe task definition."));
        var time = new ManualTimeProvider();

        await RegisterAsync(fake, time);

        Assert.That(fake.Requests.Select(request => request.Key), Is.EqualTo(
            new[] { "RegisterTaskDefinition", "DescribeTaskDefinition", "DescribeTaskDefinition", "RegisterTaskDefinition" }));
        Assert.That(fake.DocumentsTo("RegisterTaskDefinition").Select(sent => sent.ToJsonString()).Distinct().Count(), Is.EqualTo(1));
        Assert.That(time.Waits, Does.Contain(new AwsLimits().SettleTime));
    }

    [Test]
    public async Task A_revision_is_found_also_when_others_were_registered_since()
    {
        using var fake = new FakeAws()
            .On("RegisterTaskDefinition", Lost)
            .On("ListTaskDefinitions", AwsAnswer.Ok("{'taskDefinitionArns':['arn:aws:ecs:x:1:task-definition/shop:10','arn:aws:ecs:x:1:task-definition/shop:9','arn:aws:ecs:x:1:task-definition/shop:8']}"));
        fake.On("DescribeTaskDefinition", request => (string?)request.Document["taskDefinition"] switch
        {
            "shop" => Described(fake, 10, isOwn: false),
            var arn => Described(fake, int.Parse(arn!.Split(':')[^1]), isOwn: arn.EndsWith(":9", StringComparison.Ordinal)),
        });

        var revision = await RegisterAsync(fake);

        Assert.That(revision.Arn, Does.EndWith("/shop:9"));
        Assert.That(fake.DocumentsTo("RegisterTaskDefinition"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_cannot_be_looked_for_is_not_sent_again_and_both_reasons_are_said()
    {
        using var fake = new FakeAws()
            .On("RegisterTaskDefinition", AwsAnswer.Refusal("ServerException", "Service Unavailable.", HttpStatusCode.InternalServerError))
            .On("DescribeTaskDefinition", AwsAnswer.Refusal("AccessDeniedException", "Not you."));

        var error = await Failure.OfAsync(() => RegisterAsync(fake));

        Assert.That(error.Message, Is.EqualTo(
            $"ECS DescribeTaskDefinition failed: AccessDeniedException (HTTP 400, request {AwsAnswer.RequestId}, 2 attempts): Not you. "
            + "It was asked whether RegisterTaskDefinition, which had failed with ServerException (Service Unavailable.), was carried out all the same: it is not sent again before that is known. "
            + "Allow the caller 'ecs:DescribeTaskDefinition'."));
        Assert.That(fake.DocumentsTo("RegisterTaskDefinition"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_look_that_has_a_bad_moment_itself_is_repeated_before_anything_is_sent_again()
    {
        using var fake = new FakeAws().On("RegisterTaskDefinition", Lost);
        fake.On("DescribeTaskDefinition", _ => AwsAnswer.Refusal("ThrottlingException", "Rate exceeded"), _ => Described(fake, 8, isOwn: true));

        var revision = await RegisterAsync(fake);

        Assert.That(revision.Arn, Does.EndWith("/shop:8"));
        Assert.That(fake.DocumentsTo("RegisterTaskDefinition"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_repository_that_a_lost_try_has_created_is_no_failure()
    {
        using var fake = new FakeAws()
            .On("CreateRepository", Lost)
            .On("DescribeRepositories", AwsAnswer.Ok("{'repositories':[{'repositoryName':'shop','repositoryUri':'registry/shop'}]}"));
        var time = new ManualTimeProvider();
        using var aws = Given.Clients(fake, time);

        var repository = await time.RunAsync(aws.Ecr.CreateRepositoryAsync("shop", CancellationToken.None), LongestWait);

        Assert.That((repository.Uri, fake.DocumentsTo("CreateRepository").Count), Is.EqualTo(("registry/shop", 1)));
    }

    [TestCase("StopServiceDeployment", "ConflictException")]
    [TestCase("ContinueServiceDeployment", "InvalidParameterException")]
    [TestCase("StopDeployment", "DeploymentAlreadyCompletedException")]
    [TestCase("DeleteService", "ServiceNotActiveException")]
    public async Task What_a_lost_try_has_stopped_is_stopped(string operation, string code)
    {
        using var fake = new FakeAws().On(operation, Lost, AwsAnswer.Refusal(code, "It has ended."));
        var time = new ManualTimeProvider();
        using var aws = Given.Clients(fake, time);

        await time.RunAsync(StopAsync(aws, operation), LongestWait);

        Assert.That(fake.DocumentsTo(operation), Has.Count.EqualTo(2));
    }

    [TestCase("StopServiceDeployment", "ConflictException")]
    [TestCase("ContinueServiceDeployment", "InvalidParameterException")]
    [TestCase("StopDeployment", "DeploymentAlreadyCompletedException")]
    [TestCase("DeleteService", "ServiceNotActiveException")]
    public async Task What_someone_else_has_stopped_is_said(string operation, string code)
    {
        using var fake = new FakeAws().On(operation, AwsAnswer.Refusal(code, "It has ended."));
        using var aws = Given.Clients(fake);

        var error = await Failure.OfAsync(() => StopAsync(aws, operation));

        Assert.That(error.Code, Is.EqualTo(code));
    }

    private static async Task<bool> StopAsync(AwsClients aws, string operation)
    {
        await (operation switch
        {
            "StopDeployment" => aws.CodeDeploy.StopDeploymentAsync("d-1", CancellationToken.None),
            "ContinueServiceDeployment" => aws.Ecs.ContinueServiceDeploymentAsync("arn:1", "ecs-pause-1", rollsBack: false, CancellationToken.None),
            "DeleteService" => aws.Ecs.DeleteServiceAsync("shop", "web", force: true, CancellationToken.None),
            _ => aws.Ecs.StopServiceDeploymentAsync("arn:1", CancellationToken.None),
        });
        return true;
    }

    private static async Task<TaskDefinitionRevision> RegisterAsync(FakeAws fake, ManualTimeProvider? time = null)
    {
        time ??= new();
        using var aws = Given.Clients(fake, time);
        return await time.RunAsync(aws.Ecs.RegisterTaskDefinitionAsync(new JsonObject { ["family"] = "shop" }, CancellationToken.None), LongestWait);
    }

    private static AwsAnswer Described(FakeAws fake, int number, bool isOwn) => AwsAnswer.Ok(new JsonObject
    {
        ["taskDefinition"] = new JsonObject { ["taskDefinitionArn"] = $"arn:aws:ecs:x:1:task-definition/shop:{number}" },
        ["tags"] = isOwn ? fake.DocumentsTo("RegisterTaskDefinition")[0]["tags"]!.DeepClone() : new JsonArray(),
    });
}
