using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Tests.Interruptions;

/// <summary>A signal before the first task: while LocalAws starts, and while an image of someone else's is published to it.</summary>
[TestFixture]
internal sealed class InterruptedSetupTests : InterruptedRuns
{
    private const string Dockerfile = "app/blackbox/Dockerfile";

    [Test]
    public async Task While_LocalAws_starts_the_next_run_finds_it_or_starts_it()
    {
        await StopLocalAwsAsync();

        await TerminateAsync("Setup, LocalAws starts", "DownloadSecrets", Moment.Running(Copy.LocalAwsState));
        var next = await RunAsync("--target=DownloadSecrets", "--env=local");

        Assert.That(next.ExitCode, Is.Zero);
    }

    [Test]
    public async Task While_an_image_is_built_for_publishing()
    {
        var seconds = Random.Shared.Next(100_000, 1_000_000);
        PublishAnother($"RUN sleep {seconds}");

        await TerminateAsync("Setup, publish, build", "DownloadSecrets", Moment.Running($"sleep {seconds}"));

        Assert.That(Processes.Running($"sleep {seconds}"), Is.Empty, "the engine has ended the step of the build");
    }

    [Test]
    public async Task While_an_image_is_published_nothing_of_the_login_stays()
    {
        PublishAnother($"RUN head -c 100M /dev/urandom > /{Guid.NewGuid():N}");

        await TerminateAsync("Setup, publish, push", "DownloadSecrets", Moment.Started("docker push --quiet"));
    }

    private void PublishAnother(string instruction)
    {
        Copy.Replace("slipway.yml", "tutorbloc.blackbox, tag: \"{env}\"", $"tutorbloc.blackbox, tag: \"{{env}}-{Guid.NewGuid():N}\"");
        Copy.Write(Dockerfile, $"{File.ReadAllText(Copy.Workspace.PathOf(Dockerfile))}\nUSER root\n{instruction}\n");
    }

    /// <summary>As someone who restarted his machine: the state is there, the process is not.</summary>
    private async Task StopLocalAwsAsync()
    {
        using var http = new HttpClient();
        var endpoint = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Copy.LocalAwsState, "endpoint.json")))!;
        using var answer = await http.PostAsync(new Uri(new((string)endpoint["endpoint"]!), "/_slipway/stop"), content: null);
        while (Processes.Running(Copy.LocalAwsState).Count > 0) await Task.Delay(100);
    }
}
