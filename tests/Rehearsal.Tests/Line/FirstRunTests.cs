using System.Text.RegularExpressions;

namespace Slipway.Rehearsal.Tests.Line;

/// <summary>What a newcomer sees: deploy, look, deploy again, take down.</summary>
[TestFixture]
[NonParallelizable]
public sealed partial class FirstRunTests
{
    [Test]
    public async Task A_newcomer_deploys_looks_deploys_again_and_takes_all_of_it_down()
    {
        await using var copy = await RehearsalCopy.CreateAsync();

        var doctor = await copy.RunAsync("--target=Doctor", "--env=local");
        var first = await copy.RunAsync("--target=Deploy", "--env=local");

        Assert.That((doctor.ExitCode, first.ExitCode), Is.EqualTo((0, 0)));
        Assert.That(doctor.Output, Does.Contain("✓ docker compose: ").And.Contain("✓ secret s3://tutorbloc-app/env-configurations/local/.env: ").And.Contain("✓ cluster local: is not there yet; a run makes it"));
        Assert.That(first.Output, Does.Contain($"Deployed: {copy.Page} answers with 200."));
        Assert.That(await copy.LeftOfRunsAsync(), Is.Empty);
        await ThePageWorksAsync(copy);
        await DockerAndEcsAgreeAsync(copy);

        var second = await copy.RunAsync("--target=Deploy", "--env=local");

        Assert.That(second.ExitCode, Is.Zero);
        Assert.That(second.Output, Does.Contain("Pushed 0 images, 4 already there."));
        Assert.That(second.Output, Does.Contain("already, 2 tasks; nothing to do."));
        await ThePageWorksAsync(copy);
        await WhatDiffersIsShownAsync(copy);

        var instance = copy.Instance();
        var endpoint = copy.AwsEnvironment()["AWS_ENDPOINT_URL"]!;
        var down = await copy.RunAsync("--target=Down", "--env=local");

        Assert.That(down.ExitCode, Is.Zero);
        Assert.That(await RehearsalCopy.LeftOfLocalAwsAsync(instance), Is.Empty);
        Assert.That(Directory.Exists(copy.LocalAwsState), Is.False);
        using var http = new HttpClient();
        Assert.That(async () => await http.GetAsync(endpoint), Throws.InstanceOf<HttpRequestException>());

        var again = await copy.RunAsync("--target=Down", "--env=local");

        Assert.That((again.ExitCode, again.Output.Contains("Nothing of a rehearsal is running.")), Is.EqualTo((0, true)));
        Assert.That(await copy.Workspace.GitAsync(["status", "--porcelain"], CancellationToken.None), Is.Empty);
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
        Assert.That(equal.Output, Does.Contain("Service 'tutorbloc' runs what would be deployed: arn:aws:ecs:"));
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
