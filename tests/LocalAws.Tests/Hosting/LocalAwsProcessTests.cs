using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Hosting;

/// <summary>The executable. The registry that it starts in the background needs the Docker engine; these tests do not wait for it.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LocalAwsProcessTests
{
    private string _folder = null!;

    private string State => Path.Combine(_folder, "state");

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("local-aws-process-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task It_announces_itself_when_it_is_ready_and_answers_the_aws_command_line()
    {
        await using var local = await LocalAwsExecutable.StartAsync(State, "--account", "170904582664", "--region=eu-west-2");

        var health = JsonNode.Parse(await local.Client.GetStringAsync(new Uri("/_slipway/health", UriKind.Relative)))!;
        var account = await new AwsCommand(local.Endpoint).SucceedAsync("sts", "get-caller-identity", "--query", "Account", "--output", "text");

        Assert.That(
            ((int)health["pid"]!, (string?)health["status"], (string?)health["account"], (string?)health["region"], (string?)health["registry"], account),
            Is.EqualTo((local.ProcessId, "ok", "170904582664", "eu-west-2", local.Registry, "170904582664")));
    }

    [Test]
    [Platform("Linux", Reason = "It looks into /proc.")]
    public async Task It_leaves_the_session_of_whoever_started_it_and_lets_go_of_his_streams()
    {
        await using var local = await LocalAwsExecutable.StartAsync(State);

        var session = (await File.ReadAllTextAsync($"/proc/{local.ProcessId}/stat")).Split(") ")[1].Split(' ')[3];
        var streams = Enumerable.Range(0, 3).Select(stream => File.ResolveLinkTarget($"/proc/{local.ProcessId}/fd/{stream}", returnFinalTarget: false)!.FullName);
        await local.SignalAsync("HUP");
        var health = await local.Client.GetAsync(new Uri("/_slipway/health", UriKind.Relative));

        var log = Path.Combine(State, "local-aws.log");
        Assert.That(session, Is.EqualTo(local.ProcessId.ToString(CultureInfo.InvariantCulture)));
        Assert.That(streams, Is.EqualTo(new[] { "/dev/null", log, log }));
        Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.OK), "after a hang-up");
    }

    [Test]
    public async Task A_second_one_on_the_same_state_is_refused_and_told_of_the_first()
    {
        await using var local = await LocalAwsExecutable.StartAsync(State);

        var second = await LocalAwsExecutable.RunAsync("--state", State);

        Assert.That(second, Is.EqualTo((3, "",
            $"slipway-local-aws: The state directory '{State}' is in use by process {local.ProcessId}, which answers at {local.Endpoint.GetLeftPart(UriPartial.Authority)}. "
            + "Use that one, or end it with POST /_slipway/down.\n")));
    }

    [Test]
    public async Task State_ports_and_account_outlive_a_SIGTERM()
    {
        // A port that nobody else prefers while no process has it.
        await using var first = await LocalAwsExecutable.StartAsync(State, "--account", "170904582664", "--port", $"{FreePort.Next()}");
        await new AwsCommand(first.Endpoint).SucceedAsync("s3", "mb", "s3://kept");
        await new AwsCommand(first.Endpoint).SucceedAsync("ecr", "create-repository", "--repository-name", "shop/app");
        await first.SignalAsync("TERM");
        var exitCode = await first.WaitForExitAsync();
        var announced = File.Exists(Path.Combine(State, "endpoint.json"));

        await using var second = await LocalAwsExecutable.StartAsync(State);
        var aws = new AwsCommand(second.Endpoint);
        var buckets = await aws.SucceedAsync("s3api", "list-buckets", "--query", "Buckets[].Name", "--output", "text");
        var repositories = await aws.SucceedAsync("ecr", "describe-repositories", "--query", "repositories[].[registryId,repositoryUri]", "--output", "text");

        Assert.That((exitCode, announced), Is.EqualTo((0, false)));
        Assert.That((second.Endpoint, second.Registry), Is.EqualTo((first.Endpoint, first.Registry)));
        Assert.That((buckets, repositories), Is.EqualTo(("kept", $"170904582664\t{second.Registry}/shop/app")));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "There are no modes on Windows.")]
    [UnsupportedOSPlatform("windows")]
    public async Task State_is_for_its_owner_only()
    {
        await using var local = await LocalAwsExecutable.StartAsync(State);
        await new AwsCommand(local.Endpoint).SucceedAsync("s3", "mb", "s3://private");
        await new AwsCommand(local.Endpoint).SucceedAsync("ecr", "create-repository", "--repository-name", "shop/app");

        var modes = Directory.EnumerateFileSystemEntries(State, "*", SearchOption.AllDirectories).Append(State)
            .Where(path => File.GetUnixFileMode(path) != (Directory.Exists(path)
                ? UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                : UnixFileMode.UserRead | UnixFileMode.UserWrite));

        Assert.That(modes, Is.Empty);
    }

    [Test]
    public async Task It_ends_when_its_state_is_removed_from_under_it()
    {
        using var docker = new DockerCommand();
        await using var local = await LocalAwsExecutable.StartAsync(State);
        await new AwsCommand(local.Endpoint).SucceedAsync("ecr", "get-login-password");
        Directory.Delete(State, recursive: true);

        var exitCode = await local.WaitForExitAsync();

        Assert.That((exitCode, Directory.Exists(State)), Is.EqualTo((0, false)));
        Assert.That(await docker.LabelledAsync(local.InstanceId), Is.Empty);
    }

    [Test]
    public async Task It_takes_another_port_when_the_preferred_one_is_in_use_but_not_when_one_was_asked_for()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var refused = await LocalAwsExecutable.RunAsync("--state", State, "--port", $"{port}");
        await using var first = await LocalAwsExecutable.StartAsync(State);
        await using var second = await LocalAwsExecutable.StartAsync(Path.Combine(_folder, "second"));

        Assert.That(refused, Is.EqualTo((3, "", $"slipway-local-aws: Port {port} of 127.0.0.1 is in use by another process. End it, or name another --port.\n")));
        Assert.That(new[] { first.Endpoint.Authority, first.Registry, second.Endpoint.Authority, second.Registry }, Is.Unique);
    }

    [Test]
    public async Task A_directory_with_other_files_is_not_taken_for_state()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "precious.txt"), "");

        var refused = await LocalAwsExecutable.RunAsync("--state", _folder);

        Assert.That(refused, Is.EqualTo((2, "",
            $"slipway-local-aws: The directory '{_folder}' holds 'precious.txt', which is not LocalAws's. Name an empty or a new directory with --state.\n")));
    }

    [TestCase("", "The option --state is missing.")]
    [TestCase("--stat x", "The option '--stat' is not known.")]
    [TestCase("--state", "The option --state has no value.")]
    [TestCase("--state=x --state=y", "The option --state is given twice.")]
    [TestCase("--state=x --port=70000", "--port is '70000'; it should be a number from 1 to 65535.")]
    [TestCase("--state=x --account=12", "--account is '12'; it should have twelve digits.")]
    [TestCase("--state=x --cpu=many", "--cpu is 'many'; it should be a whole number above 0.")]
    [TestCase("--state=x --memory=0", "--memory is '0'; it should be a whole number above 0.")]
    [TestCase("--state=x --instances=0", "--instances is '0'; it should be a whole number above 0.")]
    [TestCase("--state=x --log-groups=maybe", "--log-groups is 'maybe'; it should be create or fail.")]
    public async Task A_wrong_command_line_is_told_with_the_usage(string arguments, string message)
    {
        var (exitCode, output, error) = await LocalAwsExecutable.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.That((exitCode, output), Is.EqualTo((2, "")));
        Assert.That(error, Does.StartWith($"slipway-local-aws: {message}\n\nUsage: slipway-local-aws --state DIR"));
    }
}
