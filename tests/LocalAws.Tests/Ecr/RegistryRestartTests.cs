using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Ecr;

/// <summary>The registry's front when the registry, its port or the engine is not what it was.</summary>
public sealed class RegistryRestartTests
{
    private string _folder = null!;
    private DockerCommand _docker = null!;

    [OneTimeSetUp]
    public void CreateFolder()
    {
        _folder = Directory.CreateTempSubdirectory("registry-restart-").FullName;
        _docker = new();
    }

    [OneTimeTearDown]
    public void RemoveFolder()
    {
        _docker.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task A_registry_that_was_stopped_is_started_by_who_asks_though_another_program_has_its_port_by_now()
    {
        await using var local = await LocalAwsExecutable.StartAsync(Path.Combine(_folder, "stopped"));
        using var client = await ClientAsync(local);
        var container = $"slipway-local-aws-{local.InstanceId}-registry";
        var port = (await _docker.SucceedAsync(null, "port", container, "5000/tcp"))[0];
        await _docker.SucceedAsync(null, "stop", "--time", "1", container);
        using var other = new TcpListener(IPEndPoint.Parse(port));
        other.Start();
        using var stop = new CancellationTokenSource();
        var answering = AnswerAsync(other, stop.Token);

        using var answer = await client.GetAsync(new Uri("", UriKind.Relative));
        await stop.CancelAsync();
        await answering;

        Assert.That((answer.StatusCode, await answer.Content.ReadAsStringAsync()), Is.EqualTo((HttpStatusCode.OK, "{}")));
    }

    [Test]
    public async Task A_registry_of_an_earlier_LocalAws_that_has_the_port_itself_is_replaced_and_keeps_its_images()
    {
        var state = await StateAsync("earlier");
        await using var first = await LocalAwsExecutable.StartAsync(state);
        using (var before = await ClientAsync(first)) await before.GetStringAsync(new Uri("", UriKind.Relative));
        var container = $"slipway-local-aws-{first.InstanceId}-registry";
        var image = (await _docker.SucceedAsync(null, "inspect", "--format", "{{.Config.Image}}", container))[0];
        await first.SignalAsync("TERM");
        await first.WaitForExitAsync();
        await _docker.SucceedAsync(null, "rm", "--force", container);
        await _docker.SucceedAsync(null, "run", "--detach", "--name", container, "--label", $"slipway.local-aws={first.InstanceId}", "--publish", $"{first.Registry}:5000", "--volume", $"{container}:/var/lib/registry", image);

        await using var second = await LocalAwsExecutable.StartAsync(state);
        using var client = await ClientAsync(second);
        using var none = await client.GetAsync(new Uri("none/tags/list", UriKind.Relative));

        Assert.That(second.Registry, Is.EqualTo(first.Registry));
        Assert.That(await none.Content.ReadAsStringAsync(), Does.Contain("NAME_UNKNOWN"));
    }

    [Test]
    public async Task When_another_program_has_the_port_each_login_says_so_and_it_can_be_taken_down()
    {
        var state = await StateAsync("taken");
        await using var first = await LocalAwsExecutable.StartAsync(state);
        await first.SignalAsync("TERM");
        await first.WaitForExitAsync();
        using var other = new TcpListener(IPEndPoint.Parse(first.Registry));
        other.Start();

        await using var second = await LocalAwsExecutable.StartAsync(state);
        var (exitCode, _, error) = await new AwsCommand(second.Endpoint).RunAsync("ecr", "get-login-password");
        var (answer, _) = await second.DownAsync();

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(error, Does.Contain($"LocalAws cannot start its registry: port {first.Registry.Split(':')[1]} of 127.0.0.1 is in use by another process."));
        Assert.That((answer, Directory.Exists(state)), Is.EqualTo(("""{"removed":true}""", false)));
    }

    [Test]
    public async Task Without_an_engine_what_needs_none_works_and_a_login_says_what_is_missing()
    {
        await using var local = await LocalAwsExecutable.StartWithAsync(("DOCKER_HOST", "unix:///nonexistent.sock"), Path.Combine(_folder, "engineless"));

        var account = await new AwsCommand(local.Endpoint).SucceedAsync("sts", "get-caller-identity", "--query", "Account", "--output", "text");
        var (_, _, error) = await new AwsCommand(local.Endpoint).RunAsync("ecr", "get-login-password");
        await local.SignalAsync("TERM");
        await local.WaitForExitAsync();

        Assert.That(account, Is.EqualTo("000000000000"));
        Assert.That(error, Does.Contain("Cannot connect to the Docker daemon at unix:///nonexistent.sock").And.EndWith("Start the Docker engine, and try again."));
    }

    /// <summary>A state directory whose registry has a port of its own: another LocalAws begins with the usual one, as soon as it is free.</summary>
    private async Task<string> StateAsync(string name)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var state = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        await File.WriteAllTextAsync(Path.Combine(state, "instance.json"), $$"""{"instanceId": "", "port": 0, "registryPort": {{((IPEndPoint)free.LocalEndpoint).Port}}, "account": "000000000000", "region": "us-east-1"}""");
        return state;
    }

    /// <summary>One that is logged in.</summary>
    private static async Task<HttpClient> ClientAsync(LocalAwsExecutable local)
    {
        var password = await new AwsCommand(local.Endpoint).SucceedAsync("ecr", "get-login-password");
        var client = new HttpClient { BaseAddress = new($"http://{local.Registry}/v2/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"AWS:{password}")));
        return client;
    }

    /// <summary>A program that takes every request and is no registry.</summary>
    private static async Task AnswerAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(cancellationToken);
                await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"u8.ToArray(), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
