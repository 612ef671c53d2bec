using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Ecs;

/// <summary>The process itself: killed, started again, and ended.</summary>
public sealed class EcsProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Test]
    public async Task A_process_that_was_killed_finds_its_containers_again_and_down_removes_them_all()
    {
        var state = Directory.CreateTempSubdirectory("ecs-process-");
        await using var first = Start(state.FullName);
        using var client = new HttpClient();
        var endpoint = await EndpointAsync(state.FullName, first.Id);
        var instance = await InstanceAsync(client, endpoint);
        await CallAsync(client, endpoint, "CreateCluster", """{"clusterName": "local"}""");
        foreach (var name in new[] { "stays", "goes" })
            await ServeAsync(client, endpoint, name);
        var stays = await RunningAsync(client, endpoint, "stays", notThis: null);
        var goes = await RunningAsync(client, endpoint, "goes", notThis: null);

        first.Signal("KILL");
        await first.WaitAsync(CancellationToken.None);
        await EcsServer.DockerAsync("kill", goes);
        await using var second = Start(state.FullName);
        endpoint = await EndpointAsync(state.FullName, second.Id);
        var replaced = await RunningAsync(client, endpoint, "goes", notThis: goes);
        var stayed = await RunningAsync(client, endpoint, "stays", notThis: null);
        var clock = Stopwatch.StartNew();
        using var down = await client.PostAsync(new Uri(endpoint, "/_slipway/down"), null);
        await TestContext.Out.WriteLineAsync($"POST /_slipway/down answered after {clock.Elapsed.TotalSeconds:0.0} s");
        var ended = await second.WaitAsync(CancellationToken.None);

        Assert.That(stayed, Is.EqualTo(stays));
        Assert.That(replaced, Is.Not.EqualTo(goes));
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
        Assert.That(await EcsServer.LeftAsync(instance), Is.Empty);
        Assert.That(Directory.Exists(state.FullName), Is.False);
    }

    private static RunningCommand Start(string state) =>
        CommandRunner.Start(new("dotnet", [Path.Join(AppContext.BaseDirectory, "slipway-local-aws.dll"), "--state", state, "--port", "45871"]));

    private static async Task<Uri> EndpointAsync(string state, int pid)
    {
        var file = Path.Join(state, "endpoint.json");
        var endpoint = await UntilAsync(async () =>
            File.Exists(file) && JsonNode.Parse(await File.ReadAllTextAsync(file)) is JsonObject written && (int?)written["pid"] == pid ? (string?)written["endpoint"] : null);
        return new(endpoint);
    }

    private static async Task<string> InstanceAsync(HttpClient client, Uri endpoint) =>
        (string)JsonNode.Parse(await client.GetStringAsync(new Uri(endpoint, "/_slipway/health")))!["instance"]!;

    private static async Task ServeAsync(HttpClient client, Uri endpoint, string name)
    {
        var container = EcsServer.Perl("web", "$SIG{TERM} = sub { exit 0 }; sleep 600").ToJsonString();
        await CallAsync(client, endpoint, "RegisterTaskDefinition", $$"""{"family": "{{name}}", "containerDefinitions": [{{container}}]}""");
        await CallAsync(client, endpoint, "CreateService", $$"""{"cluster": "local", "serviceName": "{{name}}", "taskDefinition": "{{name}}", "desiredCount": 1}""");
    }

    /// <summary>The runtime id of the running container of a service.</summary>
    private static Task<string> RunningAsync(HttpClient client, Uri endpoint, string service, string? notThis) => UntilAsync(async () =>
    {
        var listed = await CallAsync(client, endpoint, "ListTasks", $$"""{"cluster": "local", "serviceName": "{{service}}"}""");
        if (listed["taskArns"]!.AsArray() is not [{ } arn])
            return null;
        var described = await CallAsync(client, endpoint, "DescribeTasks", $$"""{"cluster": "local", "tasks": ["{{arn}}"]}""");
        var task = described["tasks"]![0]!;
        var id = (string?)task["containers"]![0]!["runtimeId"];
        return (string?)task["lastStatus"] == "RUNNING" && id != notThis ? id : null;
    });

    private static async Task<JsonNode> CallAsync(HttpClient client, Uri endpoint, string operation, string request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new StringContent(request, Encoding.UTF8, "application/x-amz-json-1.1") };
        message.Headers.Add("X-Amz-Target", $"AmazonEC2ContainerServiceV20141113.{operation}");
        using var response = await client.SendAsync(message);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), $"{operation}: {body}");
        return JsonNode.Parse(body)!;
    }

    private static async Task<string> UntilAsync(Func<Task<string?>> ask)
    {
        var end = DateTimeOffset.UtcNow + Patience;
        while (true)
        {
            if (await ask() is { } seen)
                return seen;
            Assert.That(DateTimeOffset.UtcNow, Is.LessThan(end), "not in time");
            await Task.Delay(100);
        }
    }
}
