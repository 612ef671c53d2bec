using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.Ecr.Registry;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.Tests.Testing;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Testing;

/// <summary>A LocalAws with the real engine below it, and with short waits. Disposing removes what it made, and fails when something is left.</summary>
internal sealed class EcsServer : IAsyncDisposable
{
    /// <summary>Answers every request on its port with the given text; ends at once on SIGTERM.</summary>
    public const string Web = """
        $SIG{TERM} = sub { exit 0 };
        $s = IO::Socket::INET->new(LocalPort => 8080, Listen => 5, ReuseAddr => 1) or die;
        while ($c = $s->accept) {
          while (<$c>) { last if /^\r?\n$/ }
          $b = answer();
          print $c "HTTP/1.0 200 OK\r\nContent-Length: " . length($b) . "\r\n\r\n$b";
          close $c;
        }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly LocalAwsServer _server;

    private EcsServer(LocalAwsServer server) => _server = server;

    public LocalAwsServer Server => _server;

    public AwsCommand Aws => new(_server.Client.BaseAddress!);

    /// <param name="configure">Replaces services; the settings of ECS with short waits are there already.</param>
    public static async Task<EcsServer> StartAsync(Func<LocalAwsOptions, LocalAwsOptions>? change = null, Action<IServiceCollection>? configure = null)
    {
        var settings = new EcsSettings { StabilityTime = TimeSpan.FromSeconds(1), StopTimeout = TimeSpan.FromSeconds(2) };
        var server = new EcsServer(await LocalAwsServer.StartAsync(change, services =>
        {
            services.AddSingleton(settings);
            configure?.Invoke(services);
        }));
        try
        {
            await server.CallAsync("CreateCluster", """{"clusterName": "local"}""");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A container definition that runs Perl, which the base image has.</summary>
    public static JsonObject Perl(string name, string script, string members = "{}")
    {
        var definition = JsonNode.Parse(members)!.AsObject();
        definition["name"] = name;
        definition["image"] = "debian:bookworm-slim";
        definition["memory"] = 64;
        definition["command"] = new JsonArray("perl", "-MIO::Socket::INET", "-e", script);
        return definition;
    }

    public async Task<JsonObject> CallAsync(string operation, string request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(request, Encoding.UTF8, "application/x-amz-json-1.1") }.Signed("ecs");
        message.Headers.Add("X-Amz-Target", $"AmazonEC2ContainerServiceV20141113.{operation}");
        using var response = await _server.Client.SendAsync(message);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), $"{operation}: {body}");
        return JsonNode.Parse(body)!.AsObject();
    }

    public Task RegisterAsync(string family, JsonArray containers, string volumes = "[]") =>
        CallAsync("RegisterTaskDefinition", $$"""{"family": "{{family}}", "volumes": {{volumes}}, "containerDefinitions": {{containers.ToJsonString()}}}""");

    public async Task ServeAsync(string family, JsonArray containers, string volumes = "[]")
    {
        await RegisterAsync(family, containers, volumes);
        await CallAsync("CreateService", $$"""{"cluster": "local", "serviceName": "{{family}}", "taskDefinition": "{{family}}", "desiredCount": 1}""");
    }

    /// <summary>The service when it is as it should be; fails with how it was at last.</summary>
    public async Task<JsonNode> ServiceAsync(string name, Func<JsonNode, bool> isThere)
    {
        var request = $$"""{"cluster": "local", "services": ["{{name}}"]}""";
        return await UntilAsync(async () => (await CallAsync("DescribeServices", request))["services"]![0]!, isThere);
    }

    /// <summary>The oldest task of a service when it is as it should be.</summary>
    public async Task<JsonNode> TaskAsync(string service, Func<JsonNode, bool> isThere) => await UntilAsync(
        async () =>
        {
            var arns = new JsonArray();
            foreach (var status in new[] { "STOPPED", "RUNNING" })
            {
                var listed = await CallAsync("ListTasks", $$"""{"cluster": "local", "serviceName": "{{service}}", "desiredStatus": "{{status}}"}""");
                foreach (var arn in listed["taskArns"]!.AsArray())
                    arns.Add(arn!.DeepClone());
            }

            return arns.Count == 0 ? null
                : (await CallAsync("DescribeTasks", $$"""{"cluster": "local", "tasks": {{arns.ToJsonString()}}}"""))["tasks"]![0]!;
        },
        isThere);

    /// <summary>The answer on a port of 127.0.0.1 when it is as it should be; a container that has just started may not listen yet.</summary>
    public static Task<string> AnswerAsync(int port, Func<string, bool> isThere) => Eventually.GetAsync(
        async () =>
        {
            try
            {
                using var client = new HttpClient();
                return await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"));
            }
            catch (HttpRequestException error)
            {
                return error.Message;
            }
        },
        isThere);

    public static bool IsDeployed(JsonNode service) =>
        service["deployments"]!.AsArray() is [{ } only] && (string?)only["rolloutState"] == "COMPLETED";

    public static bool IsStopped(JsonNode task) => (string?)task["lastStatus"] == "STOPPED";

    public static async Task<string> DockerAsync(params string[] arguments)
    {
        var result = await CommandRunner.RunAsync(new("docker", arguments), CancellationToken.None);
        Assert.That(result.ExitCode, Is.Zero, $"docker {string.Join(' ', arguments)}: {result.Error}");
        return result.Output.Trim();
    }

    /// <returns>The digest of the image, which has the tag 1 in the repository.</returns>
    public static async Task<string> PushAsync(RegistryAddress registry, string image, string repository)
    {
        var config = Directory.CreateTempSubdirectory("ecs-test-docker-");
        try
        {
            var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{registry.UserName}:{registry.Password}"));
            var logins = new JsonObject { ["auths"] = new JsonObject { [registry.Host] = new JsonObject { ["auth"] = login } } };
            await File.WriteAllTextAsync(Path.Join(config.FullName, "config.json"), logins.ToJsonString());
            await DockerAsync("tag", image, $"{repository}:1");
            await DockerAsync("--config", config.FullName, "push", "--quiet", $"{repository}:1");
            var digests = await DockerAsync("image", "inspect", $"{repository}:1", "--format", "{{join .RepoDigests \"\\n\"}}");
            return digests.Split('\n').First(known => known.StartsWith(repository, StringComparison.Ordinal)).Split('@')[1];
        }
        finally
        {
            config.Delete(recursive: true);
        }
    }

    public async ValueTask DisposeAsync() => await _server.RemoveAsync();

    /// <summary>Asks until the answer is as it should be; fails with how it was at last.</summary>
    public static async Task<JsonNode> UntilAsync(Func<Task<JsonNode?>> ask, Func<JsonNode, bool> isThere)
    {
        var end = DateTimeOffset.UtcNow + Patience;
        while (true)
        {
            var seen = await ask();
            if (seen is not null && isThere(seen))
                return seen;
            Assert.That(DateTimeOffset.UtcNow, Is.LessThan(end), $"not in time: {seen?.ToJsonString()}");
            await Task.Delay(200);
        }
    }
}
