using System.Text.RegularExpressions;
using Slipway.Rehearsal.Tests.Interruptions;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Line;

/// <summary>What a newcomer sees: deploy, look, deploy again, deploy on Fargate, change something, take down. One copy goes through all of it.</summary>
[TestFixture]
public sealed partial class FirstRunTests
{
    private readonly int _fargatePort = LoopbackPort.Claim();
    private RehearsalCopy _copy = null!;

    private string FargatePage => $"http://127.0.0.1:{_fargatePort}/";

    [OneTimeSetUp]
    public async Task CloneAsync() => _copy = await RehearsalCopy.CreateAsync(
        workspace =>
        {
            RehearsalCopy.Replace(workspace, "slipway.yml", "http://127.0.0.1:8081/", FargatePage);
            RehearsalCopy.Replace(workspace, "slipway.yml", "listener: 8081", $"listener: {_fargatePort}");
        },
        tasks: 2);

    [OneTimeTearDown]
    public async Task RemoveAsync()
    {
        if (_copy is not null) await _copy.DisposeAsync();
    }

    [Test]
    public async Task A_newcomer_deploys_looks_deploys_again_changes_the_page_and_takes_all_of_it_down()
    {
        await DeployTwiceAsync();
        await DeployOnFargateAsync();
        await ChangeThePageAsync();
        await TakeDownAsync();
    }

    private async Task DeployTwiceAsync()
    {
        var doctor = await _copy.RunAsync("--target=Doctor", "--env=local");
        var first = await _copy.RunAsync("--target=Deploy", "--env=local");

        Assert.That((doctor.ExitCode, first.ExitCode), Is.EqualTo((0, 0)));
        Assert.That(doctor.Output, Does.Contain("✓ docker compose: ").And.Contain("✓ secret s3://tutorbloc-app/env-configurations/local/.env: ").And.Contain("✓ cluster local: "));
        Assert.That(first.Output, Does.Contain(_copy.Page));
        Assert.That(await _copy.LeftOfRunsAsync(), Is.Empty);
        await ThePageWorksAsync(_copy);
        await DockerAndEcsAgreeAsync(_copy);

        var second = await _copy.RunAsync("--target=Deploy", "--env=local");

        Assert.That(second.ExitCode, Is.Zero);
        Assert.That(second.Output, Does.Contain("Pushed 0 images, 4 already there."));
        Assert.That(second.Output, Does.Contain("nothing to do."));
        await ThePageWorksAsync(_copy);
        await WhatDiffersIsShownAsync(_copy);
    }

    /// <summary>The sample's other environment, beside the first and with the images that are there: a task on Fargate, whose containers find each other at 127.0.0.1.</summary>
    private async Task DeployOnFargateAsync()
    {
        var deployed = await _copy.RunAsync("--target=Deploy", "--env=local-fargate");
        var task = (await _copy.AwsAsync("ecs", "list-tasks", "--cluster", "local", "--service-name", "tutorbloc-fargate"))["taskArns"]!.AsArray().Select(arn => (string)arn!).ToList();

        Assert.That((deployed.ExitCode, task.Count), Is.EqualTo((0, 1)));
        Assert.That(deployed.Output, Does.Contain(FargatePage));
        using (var http = new HttpClient())
        {
            var page = await http.GetStringAsync(FargatePage + "?from=London");
            Assert.That(Number(Lessons(), page), Is.GreaterThan(3));
            Assert.That(Distance().Matches(page), Has.Count.GreaterThan(3));
        }

        var described = (await _copy.AwsAsync("ecs", "describe-tasks", "--cluster", "local", "--tasks", task[0]))["tasks"]![0]!;
        Assert.That(((string?)described["launchType"], (string?)described["containerInstanceArn"], described["containers"]!.AsArray().Count), Is.EqualTo(("FARGATE", (string?)null, 5)));
        await ThePageWorksAsync(_copy);
        // What follows counts on the processor for itself.
        await _copy.AwsAsync("ecs", "delete-service", "--cluster", "local", "--service", "tutorbloc-fargate", "--force");
    }

    /// <summary>
    /// The release with another page takes the place of the first, and no request is lost; but where the machine is so busy meanwhile that health checks fail, tasks are replaced, and requests find none, as
    /// on ECS.
    /// </summary>
    private async Task ChangeThePageAsync()
    {
        const string Heading = "<h1>Changed: ";
        _copy.Replace("app/resources/views/lessons.blade.php", "<h1>", Heading);

        var before = await UnhealthyAsync();
        var clients = new PageClients(_copy.Page, Heading);
        CommandResult changed;
        await using (clients) changed = await _copy.RunAsync("--target=Deploy", "--env=local");
        await _copy.Workspace.GitAsync(["checkout", "--quiet", "."], CancellationToken.None);

        Assert.That(changed.ExitCode, Is.Zero);
        // One after the other, or both where both new ones are healthy in the same second; where one was replaced in between, three.
        Assert.That(changed.Output, Does.Match("has begun draining connections on [0-9]+ tasks\\."));
        await TestContext.Out.WriteLineAsync(string.Join(", ", clients.Answers.GroupBy(answer => answer).Select(answer => $"{answer.Count()} × {answer.Key}")));
        var failed = (await UnhealthyAsync()).Except(before).ToList();
        await TestContext.Out.WriteLineAsync(string.Join('\n', failed));
        if (failed.Count == 0) Assert.That(clients.Answers, Is.All.EqualTo("old").Or.EqualTo("new"));
        Assert.That(clients.Answers, Does.Contain("old").And.Contain("new"));
    }

    /// <summary>The service's events of tasks whose health checks failed, each with its id.</summary>
    private async Task<IReadOnlyList<string>> UnhealthyAsync()
    {
        var service = (await _copy.AwsAsync("ecs", "describe-services", "--cluster", "local", "--services", "tutorbloc"))["services"]![0]!;
        return [.. service["events"]!.AsArray().Select(happened => $"{happened!["id"]} {happened["message"]}").Where(text => text.Contains("unhealthy", StringComparison.Ordinal) || text.Contains("health checks", StringComparison.Ordinal))];
    }

    private async Task TakeDownAsync()
    {
        var (instance, registry) = (_copy.Instance(), _copy.Registry());

        var down = await _copy.RunAsync("--target=Down", "--env=local");
        await RehearsalCopy.ForgetRegistryAsync(registry);

        Assert.That(down.ExitCode, Is.Zero);
        Assert.That(await RehearsalCopy.LeftOfLocalAwsAsync(instance), Is.Empty);
        Assert.That(Directory.Exists(_copy.LocalAwsState), Is.False);
        // Another LocalAws may answer at its endpoint by now.
        Assert.That(Processes.Running(_copy.LocalAwsState), Is.Empty);

        var again = await _copy.RunAsync("--target=Down", "--env=local");

        Assert.That((again.ExitCode, Directory.Exists(_copy.LocalAwsState)), Is.EqualTo((0, false)));
        Assert.That(await _copy.Workspace.GitAsync(["status", "--porcelain"], CancellationToken.None), Is.Empty);
    }

    private static async Task ThePageWorksAsync(RehearsalCopy copy)
    {
        using var http = new HttpClient();
        // The two tasks take turns, and each counts its own visits: the third request is for the task of the first.
        var page = await http.GetStringAsync(copy.Page + "?from=London");
        await http.GetStringAsync(copy.Page);
        var later = await http.GetStringAsync(copy.Page + "?from=London");

        Assert.That(Number(Lessons(), page), Is.GreaterThan(3));
        Assert.That(Number(Visits(), later), Is.GreaterThan(Number(Visits(), page)));
        Assert.That(Distance().Matches(page), Has.Count.GreaterThan(3));
    }

    private static async Task WhatDiffersIsShownAsync(RehearsalCopy copy)
    {
        var taskDefinition = copy.Workspace.PathOf("taskdefs/local-taskdef.json");
        var text = await File.ReadAllTextAsync(taskDefinition);

        var equal = await copy.RunAsync("--target=Diff", "--env=local");
        await File.WriteAllTextAsync(taskDefinition, text.Replace("\"memoryReservation\": 128", "\"memoryReservation\": 160"));
        var different = await copy.RunAsync("--target=Diff", "--env=local");
        await File.WriteAllTextAsync(taskDefinition, text);

        Assert.That((equal.ExitCode, different.ExitCode), Is.EqualTo((0, 10)));
        Assert.That(equal.Output, Does.Contain("arn:aws:ecs:"));
        Assert.That(different.Output, Does.Contain("  ~ containerDefinitions[nginx].memoryReservation: 128 → 160"));
    }

    private static async Task DockerAndEcsAgreeAsync(RehearsalCopy copy)
    {
        var services = await copy.AwsAsync("ecs", "describe-services", "--cluster", "local", "--services", "tutorbloc");
        var service = services["services"]![0]!;
        Assert.That(((int?)service["runningCount"], (int?)service["desiredCount"], (string?)service["deployments"]![0]!["rolloutState"]), Is.EqualTo((2, 2, "COMPLETED")));

        var images = await RehearsalCopy.DockerAsync("ps", "--no-trunc", "--filter", $"label=slipway.local-aws={copy.Instance()}", "--filter", "name=ecs-", "--format", "{{.Image}}");
        Assert.That(images, Has.Count.EqualTo(2 * 5));
        Assert.That(images, Has.All.Match("@sha256:[0-9a-f]{64}$"));
    }

    private static int Number(Regex pattern, string page) => int.Parse(pattern.Match(page).Groups["number"].Value);

    [GeneratedRegex("id=\"lessons\">(?<number>[0-9]+)<", RegexOptions.ExplicitCapture)]
    private static partial Regex Lessons();

    [GeneratedRegex("id=\"visits\">(?<number>[0-9]+)<", RegexOptions.ExplicitCapture)]
    private static partial Regex Visits();

    [GeneratedRegex("class=\"where\">[0-9,]+ km<", RegexOptions.ExplicitCapture)]
    private static partial Regex Distance();
}
