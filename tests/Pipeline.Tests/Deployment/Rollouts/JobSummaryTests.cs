using Slipway.Ecs.Rollouts;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Tests.Configuration;
using Slipway.Pipeline.Tests.Environments.Locking;

namespace Slipway.Pipeline.Tests.Deployment.Rollouts;

public sealed class JobSummaryTests
{
    private const string Arn = "arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:8";

    private static readonly TaskDefinitionDocument Document = TaskDefinitionDocument.Parse(
        """{"family":"shop","containerDefinitions":[{"name":"app","image":"111122223333.dkr.ecr.eu-west-2.amazonaws.com/shop.app@sha256:0123"},{"name":"proxy","image":"envoy:v1|x"}]}""", "shop.json");

    private static readonly RolloutResult Done = new(Arn, "ecs-svc/1", 2, Changed: true);

    private LockRig.RecordedLog _log = null!;
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => (_folder, _log) = (Directory.CreateTempSubdirectory("slipway-summary-").FullName, new());

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task It_says_what_was_deployed_where_and_how_after_what_other_steps_said()
    {
        var file = Path.Combine(_folder, "summary.md");
        await File.WriteAllTextAsync(file, "Other\n");
        var wanted = new WantedRevision(Document)
        {
            Release = new(null, "42", "c0ffee", "staging", "shop", null),
            Urls = ["https://shop.example.com/health", "https://shop.example.com/"],
        };

        await Summary(file).AppendAsync(wanted, Done, failure: null, TimeSpan.FromSeconds(83.4));

        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo("""
            Other
            ### shop, local: deployed

            | | |
            |---|---|
            | Build | 42 |
            | Commit | c0ffee |
            | Task definition | arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:8 |
            | Strategy | rolling |
            | Duration | 83 s |
            | URL | https://shop.example.com/health |
            | URL | https://shop.example.com/ |

            | Container | Image |
            |---|---|
            | app | 111122223333.dkr.ecr.eu-west-2.amazonaws.com/shop.app@sha256:0123 |
            | proxy | envoy:v1\|x |


            """.ReplaceLineEndings("\n")));
    }

    [TestCase(RolloutOutcome.Refused, "refused, nothing was changed")]
    [TestCase(RolloutOutcome.RolledBack, "failed and rolled back")]
    [TestCase(RolloutOutcome.StillInProgress, "still in progress at the deadline")]
    [TestCase(RolloutOutcome.Paused, "paused")]
    [TestCase(RolloutOutcome.NotRolledBack, "failed and not rolled back")]
    public async Task A_failure_is_told_by_how_it_ended_and_without_its_message_which_may_have_secrets(RolloutOutcome outcome, string told)
    {
        var text = await WriteAsync(null, new RolloutException(outcome, "DATABASE_PASSWORD=hunter2"));

        Assert.That(text, Does.StartWith($"### shop, local: {told}\n\n| | |\n|---|---|\n| Strategy | rolling |\n").And.Not.Contains("hunter2"));
    }

    [TestCase("web", "the deployment failed; as before")]
    [TestCase("worker", "the deployment failed; not rolled back")]
    public async Task Of_several_services_each_is_told_by_how_it_was_left(string service, string told)
    {
        var settings = SettingsText.Parse(
            """
            application: shop
            region: eu-west-2
            images: { app: { repository: shop.app } }
            environments: { local: {} }
            deploy: { strategy: rolling, cluster: local, services: { web: { service: web }, worker: { service: worker } } }

            """).Of([service]);
        var failure = new RolloutException(RolloutOutcome.NotRolledBack, "DATABASE_PASSWORD=hunter2") { Services = new Dictionary<string, string> { ["web"] = "as before", ["worker"] = "not rolled back" } };

        Assert.That(await WriteAsync(settings, null, failure), Does.StartWith($"### shop, local, {service}: {told}\n").And.Not.Contains("hunter2"));
    }

    [Test]
    public async Task An_application_that_does_not_answer_has_failed() =>
        Assert.That(await WriteAsync(null, new RunFailedException(ExitCodes.NotRolledBack, "no answer")), Does.StartWith("### shop, local: failed\n"));

    [TestCase(false, true, "runs already, nothing was changed")]
    [TestCase(true, false, "started, not followed")]
    public async Task What_was_not_deployed_is_not_called_so(bool changed, bool followed, string told) =>
        Assert.That(await WriteAsync(Done with { Changed = changed, Followed = followed }, null), Does.StartWith($"### shop, local: {told}\n"));

    [Test]
    public async Task A_file_that_cannot_be_written_is_a_warning()
    {
        await Summary(_folder).AppendAsync(new(Document), Done, failure: null, TimeSpan.Zero);

        Assert.That(_log.Lines, Has.One.Contains("The job's summary could not be written (GITHUB_STEP_SUMMARY): "));
    }

    [TestCase(null)]
    [TestCase("")]
    public async Task Without_a_file_nothing_is_written(string? file)
    {
        await Summary(file).AppendAsync(new(Document), Done, failure: null, TimeSpan.Zero);

        Assert.That((_log.Lines, Directory.GetFiles(_folder)), Is.EqualTo((Array.Empty<string>(), Array.Empty<string>())));
    }

    private Task<string> WriteAsync(RolloutResult? result, Exception? failure) => WriteAsync(SettingsText.Parse(SettingsText.Smallest), result, failure);

    private async Task<string> WriteAsync(Settings settings, RolloutResult? result, Exception? failure)
    {
        var file = Path.Combine(_folder, "summary.md");
        await Summary(settings, file).AppendAsync(new(Document), result, failure, TimeSpan.Zero);
        return await File.ReadAllTextAsync(file);
    }

    private JobSummary Summary(string? file) => Summary(SettingsText.Parse(SettingsText.Smallest), file);

    private JobSummary Summary(Settings settings, string? file) =>
        new(settings, file is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["GITHUB_STEP_SUMMARY"] = file }, _log);
}
