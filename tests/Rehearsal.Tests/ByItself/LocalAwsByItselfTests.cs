using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.ByItself;

/// <summary><c>--target=LocalAws</c>.</summary>
[TestFixture]
internal sealed class LocalAwsByItselfTests
{
    private const string Down = "./build.sh --target=Down --env=local";

    private RehearsalCopy _copy = null!;

    [OneTimeSetUp]
    public async Task Clone() => _copy = await RehearsalCopy.CreateAsync();

    [TearDown]
    public async Task TakeDown()
    {
        if (Directory.Exists(_copy.LocalAwsState)) await _copy.RunAsync("--target=Down", "--env=local");
    }

    [OneTimeTearDown]
    public async Task Remove()
    {
        if (_copy is not null) await _copy.DisposeAsync();
    }

    [TestCase("INT", 130)]
    [TestCase("TERM", 143)]
    public async Task It_serves_any_AWS_client_with_its_log_until_a_signal_ends_it_and_keeps_what_it_has(string signal, int exitCode)
    {
        await using var serving = CommandRunner.Start(_copy.BuildScript("--target=LocalAws"));
        await serving.WaitForOutputAsync("To remove everything: " + Down, CancellationToken.None);
        await _copy.AwsAsync("s3api", "create-bucket", "--bucket", "kept", "--create-bucket-configuration", "LocationConstraint=eu-west-2");
        await serving.WaitForOutputAsync("PUT /kept  200", CancellationToken.None);
        var endpoint = (string)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_copy.LocalAwsState, "endpoint.json")))!["endpoint"]!;

        serving.Signal(signal);
        var ended = await serving.WaitAsync(CancellationToken.None);

        await using var again = CommandRunner.Start(_copy.BuildScript("--target=LocalAws", "--env=local"));
        await again.WaitForOutputAsync($"LocalAws answers at {endpoint}", CancellationToken.None);
        await again.WaitForOutputAsync("To remove everything: " + Down, CancellationToken.None);
        var buckets = await _copy.AwsAsync("s3api", "list-buckets", "--query", "Buckets[?Name=='kept'].Name");
        var down = await _copy.RunAsync("--target=Down", "--env=local");
        var taken = await again.WaitAsync(CancellationToken.None);

        Assert.That(ended.Output, Does.Contain($"export AWS_ENDPOINT_URL={endpoint}\n").And.Contain("export AWS_REGION=eu-west-2\n"));
        Assert.That(ended.Output, Does.Contain($"LocalAws has ended; its containers and its state stay for the next start. To remove them: {Down}"));
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((exitCode, "")));
        Assert.That(buckets.ToJsonString(), Is.EqualTo("[\"kept\"]"));
        Assert.That((down.ExitCode, taken.ExitCode), Is.EqualTo((0, 0)));
        Assert.That(taken.Output, Does.Contain("LocalAws has ended."));
    }

    [Test]
    public async Task One_that_runs_already_is_only_followed()
    {
        await using var first = CommandRunner.Start(_copy.BuildScript("--target=LocalAws"));
        await first.WaitForOutputAsync("To remove everything: " + Down, CancellationToken.None);
        await using var second = CommandRunner.Start(_copy.BuildScript("--target=LocalAws"));
        await second.WaitForOutputAsync("Ctrl-C ends the following only.", CancellationToken.None);

        second.Signal("INT");
        var left = await second.WaitAsync(CancellationToken.None);
        var buckets = await _copy.AwsAsync("s3api", "list-buckets");
        first.Signal("INT");
        var ended = await first.WaitAsync(CancellationToken.None);

        Assert.That((left.ExitCode, ended.ExitCode), Is.EqualTo((130, 130)));
        Assert.That(left.Output, Does.Contain("LocalAws is running already, at http://127.0.0.1:").And.Contain("LocalAws keeps running in the background."));
        Assert.That(buckets["Buckets"], Is.Not.Null);
    }

    [Test]
    public async Task A_port_that_is_taken_is_left_to_its_owner()
    {
        using var owner = new TcpListener(IPAddress.Loopback, 0);
        owner.Start();
        var taken = ((IPEndPoint)owner.LocalEndpoint).Port;
        Directory.CreateDirectory(_copy.LocalAwsState);
        await File.WriteAllTextAsync(Path.Combine(_copy.LocalAwsState, "instance.json"), $$"""{"instanceId": "{{Guid.NewGuid().ToString("n")[..12]}}", "port": {{taken}}, "registryPort": 0, "account": "170904582664", "region": "eu-west-2"}""");

        await using var serving = CommandRunner.Start(_copy.BuildScript("--target=LocalAws"));
        await serving.WaitForOutputAsync("To remove everything: " + Down, CancellationToken.None);
        serving.Signal("INT");
        var ended = await serving.WaitAsync(CancellationToken.None);

        Assert.That(ended.Output, Does.Match("LocalAws answers at http://127\\.0\\.0\\.1:\\d+\n").And.Not.Contain($"http://127.0.0.1:{taken}\n"));
    }

    [Test]
    public async Task State_that_someone_else_holds_and_does_not_answer_for_is_a_missing_prerequisite()
    {
        Directory.CreateDirectory(_copy.LocalAwsState);
        await using var holder = new FileStream(Path.Combine(_copy.LocalAwsState, "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        var refused = await _copy.RunAsync("--target=LocalAws");

        await holder.DisposeAsync();
        Directory.Delete(_copy.LocalAwsState, recursive: true);
        Assert.That(refused.ExitCode, Is.EqualTo(3));
        Assert.That(refused.Error, Does.Contain("LocalAws did not start, it ended with exit code 3: slipway-local-aws: The state directory '").And.Contain("' is in use by process unknown"));
    }

    [Test]
    public async Task Without_an_engine_it_says_what_is_missing()
    {
        var nowhere = _copy.Workspace.PathOf("nowhere.sock");
        var script = _copy.BuildScript("--target=LocalAws") with
        {
            Environment = new Dictionary<string, string?> { ["DOCKER_HOST"] = $"unix://{nowhere}", ["SLIPWAY_INSTALL"] = "never" },
        };

        var refused = await RehearsalCopy.RunAsync(script);

        Assert.That(refused.ExitCode, Is.EqualTo(3));
        Assert.That(refused.Error, Does.Contain(nowhere));
        Assert.That(Directory.Exists(_copy.LocalAwsState), Is.False);
    }

    [Test]
    public async Task It_is_the_AWS_of_no_other_environment()
    {
        var refused = await _copy.RunAsync("--target=LocalAws", "--env=staging");

        Assert.That((refused.ExitCode, refused.Error), Is.EqualTo((2, "An error occurred when executing task 'LocalAws'.\nError: LocalAws is the AWS of environment 'local', not of 'staging'. Leave --env out, or write --env=local.\n")));
    }
}
