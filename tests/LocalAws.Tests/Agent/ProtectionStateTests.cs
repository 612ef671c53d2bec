using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.Ecs.Engine;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Tests.Kernel.Engine;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Agent;

/// <summary>How a task protects itself, by the agent: of a task that its engine has no image for yet, so that no container runs.</summary>
public sealed class ProtectionStateTests
{
    private const string Ecs = "AmazonEC2ContainerServiceV20141113";
    private const string Role = "\"taskRoleArn\": \"arn:aws:iam::000000000000:role/shop\", ";

    [Test]
    public async Task A_task_protects_itself_for_some_minutes_and_reads_that()
    {
        await using var there = await TaskAsync(Role);

        var before = await there.AskAsync(null);
        var put = await there.AskAsync("""{"protectionEnabled": true, "ExpiresInMinutes": 60}""");
        var after = await there.AskAsync(null);
        var ended = await there.AskAsync("""{"ProtectionEnabled": false}""");

        Assert.That(before, Is.EqualTo((200, $$$"""{"protection":{"ExpirationDate":null,"ProtectionEnabled":false,"TaskArn":"{{{there.Arn}}}"}}""")));
        Assert.That(after, Is.EqualTo(put));
        Assert.That(put.Body, Does.Match("""^\{"protection":\{"ExpirationDate":"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z","ProtectionEnabled":true,"TaskArn":""" + "\""));
        Assert.That(ended, Is.EqualTo(before));
    }

    [TestCase("""{"ProtectionEnabled": true, "Unknown": 2}""", 400, """{"error":{"Code":"InvalidParameterException","Message":"UpdateTaskProtection: failed to decode request"}}""")]
    [TestCase("""{"ProtectionEnabled": "yes"}""", 400, """{"error":{"Code":"InvalidParameterException","Message":"UpdateTaskProtection: failed to decode request"}}""")]
    [TestCase("no JSON", 400, """{"error":{"Code":"InvalidParameterException","Message":"UpdateTaskProtection: failed to decode request"}}""")]
    [TestCase("""{"ExpiresInMinutes": 5}""", 400, """{"error":{"Arn":"ARN","Code":"InvalidParameterException","Message":"Invalid request: does not contain 'ProtectionEnabled' field"}}""")]
    [TestCase("""{"ProtectionEnabled": true, "ExpiresInMinutes": 0}""", 400, """{"error":{"Arn":"ARN","Code":"InvalidParameterException","Message":"expiresInMinutes must be between 1 and 2880."},"requestID":"ID"}""")]
    public async Task What_is_put_wrongly_is_refused_as_the_agent_does(string body, int status, string expected)
    {
        await using var there = await TaskAsync(Role);

        var (answered, answer) = await there.AskAsync(body);

        var id = (string?)JsonNode.Parse(answer)!["requestID"] ?? "ID";
        Assert.That((answered, answer.Replace(there.Arn, "ARN", StringComparison.Ordinal).Replace(id, "ID", StringComparison.Ordinal)), Is.EqualTo((status, expected)));
    }

    [Test]
    public async Task A_task_without_a_role_has_nothing_to_call_ECS_with()
    {
        await using var there = await TaskAsync("");

        var answer = await there.AskAsync("""{"ProtectionEnabled": true}""");

        Assert.That(answer, Is.EqualTo((403, $$$"""{"error":{"Arn":"{{{there.Arn}}}","Code":"AccessDeniedException","Message":"Invalid Request: no task IAM role credentials available for task"}}""")));
    }

    [Test]
    public async Task A_task_of_no_service_cannot_be_protected()
    {
        await using var there = await TaskAsync(Role, ofService: false);

        var answer = await there.AskAsync("""{"ProtectionEnabled": true}""");

        Assert.That(answer, Is.EqualTo((200, $$$"""{"failure":{"Arn":"{{{there.Arn}}}","Detail":null,"Reason":"TASK_NOT_VALID"}}""")));
    }

    private static async Task<There> TaskAsync(string members, bool ofService = true)
    {
        var engine = await EngineServer.StartAsync("1.41", answers: new Dictionary<string, string>
        {
            ["/containers/json"] = "[]",
            ["/volumes"] = """{"Volumes": []}""",
            ["/images/w/json"] = EngineServer.Never,
        });
        var server = await LocalAwsServer.StartAsync(configure: services => services.AddSingleton(new DockerEndpoint(new($"tcp://127.0.0.1:{engine.Port}"))));
        await server.Client.SucceedAsync($"{Ecs}.CreateCluster", """{"clusterName": "local"}""");
        await server.Client.SucceedAsync($"{Ecs}.RegisterTaskDefinition", $$"""{"family": "shop", "networkMode": "none", {{members}}"containerDefinitions": [{"name": "web", "image": "w", "memory": 64}]}""");
        await server.Client.SucceedAsync($"{Ecs}.{(ofService ? "CreateService" : "RunTask")}", $$"""{"cluster": "local", "taskDefinition": "shop"{{(ofService ? ", \"serviceName\": \"shop\", \"desiredCount\": 1" : "")}}}""");
        var ecs = server.Application.Services.GetRequiredService<EcsEngine>();
        var (arn, endpoint) = await Eventually.GetAsync(
            () => ecs.AskAsync(world => world.State.Tasks.Select(task => (task.Arn, task.Containers[0].EndpointId)).FirstOrDefault(), CancellationToken.None), found => found.Arn is not null);
        return new(engine, server, arn, endpoint);
    }

    private sealed class There(EngineServer engine, LocalAwsServer server, string arn, string endpoint) : IAsyncDisposable
    {
        public string Arn => arn;

        /// <param name="body">Null to read.</param>
        public async Task<(int Status, string Body)> AskAsync(string? body)
        {
            using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Put, $"/api/{endpoint}/task-protection/v1/state");
            if (body is not null)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await server.Client.SendAsync(request);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        public async ValueTask DisposeAsync()
        {
            await server.DisposeAsync();
            await engine.DisposeAsync();
        }
    }
}
