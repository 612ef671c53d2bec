using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>Rollback goes by what was released, not by the order of the revisions.</summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class RollbackTests
{
    private static readonly string[] Rollback = ["--target=Rollback", "--env=local"];

    private RehearsalCopy _copy = null!;
    private SecondService _service = null!;

    [OneTimeSetUp]
    public async Task CreateServiceAsync()
    {
        _copy = await DeployedCopy.CloneAsync();
        _service = new(_copy, "moved");
        await _service.EnsureAsync();
    }

    [OneTimeTearDown]
    public async Task DeleteServiceAsync()
    {
        await SecondService.DeleteAsync("moved");
        if (_copy is not null) await _copy.DisposeAsync();
    }

    [TearDown]
    public Task PutRightAsync() => _service.RestoreAsync();

    [Test]
    public async Task A_service_goes_back_over_a_revision_that_failed_to_the_one_that_was_released()
    {
        await DeployAsync(0, container => container["environment"] = new JsonArray(new JsonObject { ["name"] = "RELEASE", ["value"] = "good" }));
        await DeployAsync(5, container =>
        {
            container["entryPoint"] = new JsonArray("sh", "-c");
            container["command"] = new JsonArray("exit 3");
        });
        _service.PrepareToDeploy(_ => { });

        var back = await _copy.RunAsync(Rollback);
        var runs = await _service.TaskDefinitionAsync();
        var again = await _copy.RunAsync(Rollback);

        Assert.That(back.ExitCode, Is.Zero);
        Assert.That(runs, Does.EndWith(":task-definition/moved:1"));
        Assert.That(back.Output, Does.Contain("arn:aws:ecs:eu-west-2:170904582664:task-definition/moved:1").And.Contain(_service.Page));
        Assert.That(again.ExitCode, Is.EqualTo(3));
        Assert.That(again.Error, Does.Contain("moved:1, build "));
    }

    [Test]
    public async Task A_revision_that_failed_is_deregistered_on_request_and_no_other()
    {
        await DeployAsync(5, container =>
        {
            container["entryPoint"] = new JsonArray("sh", "-c");
            container["command"] = new JsonArray("exit 4");
        });
        var before = await RevisionsAsync();
        _service.PrepareToDeploy(_ => { });

        var cleaned = await _copy.RunAsync("--target=CleanRevisions", "--env=local");
        var after = await RevisionsAsync();
        var again = await _copy.RunAsync("--target=CleanRevisions", "--env=local");

        Assert.That((cleaned.ExitCode, again.ExitCode), Is.EqualTo((0, 0)));
        Assert.That(cleaned.Output, Does.Contain($"Deregistered {before[^1]}, build "));
        Assert.That(after, Is.SubsetOf(before).And.Not.Contains(before[^1]).And.Contains((await _service.TaskDefinitionAsync()).Split('/')[^1]));
        Assert.That(again.Output, Does.Contain("Deregistered 0 "));
    }

    private static async Task<IReadOnlyList<string>> RevisionsAsync()
    {
        using var aws = DeployedCopy.Calls();
        var listed = await aws.EcsAsync("ListTaskDefinitions", new() { ["familyPrefix"] = "moved", ["sort"] = "ASC" });
        return [.. listed["taskDefinitionArns"]!.AsArray().Select(arn => ((string)arn!).Split('/')[^1])];
    }

    [Test]
    public async Task A_version_that_does_not_exist_is_refused_with_a_list()
    {
        _service.PrepareToDeploy(_ => { });

        var refused = await _copy.RunAsync([.. Rollback, "--to=no-such-build"]);

        Assert.That(refused.ExitCode, Is.EqualTo(3));
        Assert.That(refused.Error, Does.Contain("'no-such-build'").And.Contain("moved:1, build "));
    }

    [Test]
    public async Task Without_a_service_there_is_nothing_to_roll_back()
    {
        _copy.Replace("slipway.yml", "      service: tutorbloc\n", "      service: nowhere\n");

        var refused = await _copy.RunAsync(Rollback);

        Assert.That(refused.ExitCode, Is.EqualTo(3));
        Assert.That(refused.Error, Does.Contain("'nowhere'"));
    }

    private async Task DeployAsync(int exitCode, Action<JsonNode> change)
    {
        _service.PrepareToDeploy(change);
        var deployed = await _copy.RunAsync(SecondService.Deploy);
        Assert.That(deployed.ExitCode, Is.EqualTo(exitCode));
        await PutRightAsync();
    }
}
