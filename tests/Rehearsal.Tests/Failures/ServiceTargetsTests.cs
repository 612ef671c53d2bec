using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>The targets that check what runs, beside an application that is deployed. In JSON there is nothing else on standard output.</summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class ServiceTargetsTests
{
    private RehearsalCopy _copy = null!;

    [OneTimeSetUp]
    public async Task CloneAsync() => _copy = await DeployedCopy.CloneAsync();

    [OneTimeTearDown]
    public async Task RemoveAsync()
    {
        if (_copy is not null) await _copy.DisposeAsync();
    }

    [Test]
    public async Task Status_says_what_runs_since_when_and_from_which_commit()
    {
        var copy = _copy;

        var text = await copy.RunAsync("--target=Status", "--env=local");
        var json = await copy.RunAsync("--target=Status", "--env=local", "--output=json");

        Assert.That((text.ExitCode, json.ExitCode), Is.EqualTo((0, 0)));
        Assert.That(text.Output, Does.Contain("tutorbloc").And.Contain("1 of 1 tasks running, 0 pending"));
        var status = Lines(json).Single();
        var deployed = await DeployedCopy.GetAsync();
        var head = await deployed.Workspace.GitAsync(["rev-parse", "HEAD"], CancellationToken.None);
        Assert.That(((int)status["running"]!, (string?)status["release"]!["commit"], (string?)status["release"]!["application"]), Is.EqualTo((1, head.Trim(), deployed.Application)));
        Assert.That(status["targets"]!.AsArray().Select(target => (string?)target!["state"]), Is.EqualTo(new[] { "healthy" }));
        Assert.That(status["images"]!.AsArray().Select(image => (string?)image!["container"]), Is.EqualTo(new[] { "blackbox", "redis", "mysql", "app", "nginx" }));
        Assert.That(status["images"]!.AsArray().SelectMany(image => image!["tags"]!.AsArray()).Select(tag => (string?)tag), Has.Member("local").And.Member(head.Trim()));
    }

    [Test]
    public async Task Status_of_a_service_that_is_not_there_says_so_and_is_no_failure()
    {
        var copy = _copy;
        copy.Replace("slipway.yml", "      service: tutorbloc\n", "      service: nobody\n");

        var text = await copy.RunAsync("--target=Status", "--env=local");
        var json = await copy.RunAsync("--target=Status", "--env=local", "--output=json");
        var logs = await copy.RunAsync("--target=Logs", "--env=local");
        await copy.Workspace.GitAsync(["checkout", "--quiet", "."], CancellationToken.None);

        Assert.That(text.Output, Does.Contain("'nobody'").And.Contain("--target=Deploy --env=local"));
        Assert.That((text.ExitCode, json.ExitCode, (bool)Lines(json).Single()["deployed"]!), Is.EqualTo((0, 0, false)));
        Assert.That(logs.ExitCode, Is.EqualTo(3));
        Assert.That(logs.Error, Does.Contain("'nobody'"));
    }

    [Test]
    public async Task Verify_asks_the_configured_url_and_whether_the_service_runs_its_release()
    {
        var copy = _copy;
        var deployed = await DeployedCopy.GetAsync();
        var other = await copy.RunAsync("--target=Verify", "--env=local");
        copy.Replace("slipway.yml", $"application: {copy.Application}", $"application: {deployed.Application}");

        var json = await copy.RunAsync("--target=Verify", "--env=local", "--output=json");
        await copy.Workspace.GitAsync(["checkout", "--quiet", "."], CancellationToken.None);

        Assert.That((json.ExitCode, other.ExitCode), Is.EqualTo((0, 7)));
        Assert.That(other.Error, Does.Contain($"of application '{deployed.Application}' for environment 'local'"));
        Assert.That((string?)Lines(json).Single()["urls"]![0]!["url"], Is.EqualTo(copy.Page));
        Assert.That(
            Lines(json).Single()["services"]![0]!["checks"]!.AsArray().Select(check => ((string?)check!["name"], (bool)check["verified"]!)),
            Is.EqualTo(new[] { ("deployment", true), ("release", true), ("tasks", true), ("tags", true), ("targets", true) }));
    }

    [Test]
    public async Task Logs_are_those_of_all_containers_in_the_order_of_their_time()
    {
        var copy = _copy;

        var text = await copy.RunAsync("--target=Logs", "--env=local", "--since=3h");
        var json = await copy.RunAsync("--target=Logs", "--env=local", "--since=3h", "--output=json");

        var lines = Lines(json);
        Assert.That((text.ExitCode, json.ExitCode), Is.EqualTo((0, 0)));
        Assert.That(lines.Select(line => (string?)line["time"]), Is.Ordered.Using<string?>(StringComparer.Ordinal));
        Assert.That(lines.Select(line => (string?)line["container"]).Distinct(), Is.SupersetOf(new[] { "mysql", "nginx" }));
        Assert.That(text.Output, Does.Match(@"(?m)^\d{4}-\d\d-\d\dT[\d:.]{12}Z [0-9a-f]{8} mysql "));
    }

    [Test]
    public async Task Logs_that_are_followed_have_each_line_once_until_they_are_interrupted()
    {
        var copy = _copy;
        using var http = new HttpClient();
        await using var following = CommandRunner.Start(copy.BuildScript("--target=Logs", "--env=local", "--since=1s", "--follow", "--output=json"));
        await following.WaitForErrorAsync("running or stopped lately", CancellationToken.None);

        for (var request = 0; request < 5; request++) (await http.GetAsync($"{copy.Page}?seen={request}")).Dispose();
        await following.WaitForOutputAsync("seen=4", CancellationToken.None);
        following.Signal("INT");
        var result = await following.WaitAsync(CancellationToken.None);

        var seen = Lines(result).Select(line => (string)line["message"]!).Where(message => message.Contains("seen=", StringComparison.Ordinal)).ToList();
        Assert.That(result.ExitCode, Is.EqualTo(130));
        Assert.That(Enumerable.Range(0, 5).Select(request => seen.Count(message => message.Contains($"seen={request}", StringComparison.Ordinal))), Is.All.EqualTo(seen.Count / 5));
    }

    [Test]
    public async Task A_command_is_run_once_like_the_services_tasks_and_its_exit_code_decides()
    {
        var copy = _copy;

        var good = await copy.RunAsync("--target=Run", "--env=local", "--command=sh -c 'echo \"from  $0\"; php -r \"echo 6 * 7, PHP_EOL;\"' 'a task'", "--output=json");
        var bad = await copy.RunAsync("--target=Run", "--env=local", "--command=sh -c 'echo about to fail; exit 5'");

        Assert.That((good.ExitCode, bad.ExitCode), Is.EqualTo((0, 4)));
        Assert.That(Lines(good).SkipLast(1).Select(line => (string?)line["message"]), Is.EqualTo(new[] { "from  a task", "42" }));
        Assert.That(((string?)Lines(good)[^1]["container"], (int)Lines(good)[^1]["exitCode"]!), Is.EqualTo(("app", 0)));
        Assert.That(bad.Output, Does.Contain(" app about to fail"));
        Assert.That(bad.Error, Does.Contain("'app'").And.Contain("exit code 5").And.Contain("sh -c 'echo about to fail; exit 5'"));
    }

    [Test]
    public async Task Exec_is_refused_without_a_terminal_and_where_ECS_has_it_off()
    {
        var copy = _copy;

        var shell = await copy.RunAsync("--target=Exec", "--env=local");
        var command = await copy.RunAsync("--target=Exec", "--env=local", "--container=app", "--command=php -v");
        var nobody = await copy.RunAsync("--target=Exec", "--env=local", "--task=nobody", "--command=php -v");

        Assert.That((shell.ExitCode, command.ExitCode, nobody.ExitCode), Is.EqualTo((2, 3, 2)));
        Assert.That(shell.Error, Does.Contain("There is no terminal for a shell: standard input or output is redirected. Run Exec in a terminal, or name a command whose output is shown (--command=…)."));
        Assert.That(command.Error, Does.Contain("execute command was not enabled when the task was run or the execute command agent isn't running.").And.Contain("--enable-execute-command --force-new-deployment"));
        Assert.That(nobody.Error, Does.Contain("--task: 'nobody' is not one running task of service 'tutorbloc'."));
    }

    private static List<JsonNode> Lines(CommandResult result) => [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
}
