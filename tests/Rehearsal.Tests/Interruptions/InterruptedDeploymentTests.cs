using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Failures;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Interruptions;

/// <summary>A signal in the middle of a deployment gives the service back what it ran before, or deletes what the run created.</summary>
[TestFixture]
internal sealed class InterruptedDeploymentTests : InterruptedRuns
{
    private const string Name = "halted";

    private TableService _service = null!;

    [OneTimeTearDown]
    public Task DeleteServiceAsync() => SecondService.DeleteAsync(Name);

    [Test]
    public async Task A_service_that_is_updated_goes_back_and_its_page_answers()
    {
        var before = await _service.SettledAsync();
        _service.Prepare("another", _ => { });

        var run = await TerminateAsync("Deploy, existing service", "Deploy", Moment.Written($"Updating service '{Name}'"), "--exclusive");

        Assert.That(run.Output, Does.Contain($"service '{Name}' back to {before.Split('/')[^1]}"));
        await TheLockIsReleasedAsync();
        Assert.That(await _service.SettledAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_service_that_is_not_verified_yet_goes_back_and_its_page_answers()
    {
        var before = await _service.SettledAsync();
        _service.Prepare("not verified", _ => { });
        Copy.Replace("slipway.yml", _service.Page, "http://127.0.0.1:1/");

        await TerminateAsync("Deploy, verification", "Deploy", Moment.Written($"Service '{Name}' runs "), "--exclusive");

        Assert.That(await _service.SettledAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_service_that_the_run_created_is_deleted_and_the_next_run_creates_it_again()
    {
        await SecondService.DeleteAsync(Name);
        _service.Prepare("created", _ => { });

        var run = await TerminateAsync("Deploy, new service", "Deploy", Moment.Written("0/1 running"), "--exclusive");

        Assert.That(run.Output, Does.Contain($"deleting service '{Name}'"));
        Assert.That(await StatusAsync(), Is.EqualTo("DRAINING").Or.EqualTo("INACTIVE").Or.Null);

        var next = await RunAsync("--target=Deploy", "--env=local", "--exclusive");

        Assert.That(next.ExitCode, Is.Zero);
        await _service.SettledAsync();
    }

    protected override Task<RehearsalCopy> CreateAsync() => DeployedCopy.CloneAsync();

    protected override Task PrepareAsync()
    {
        _service = new(Copy, Name);
        return _service.CreateAsync();
    }

    private async Task TheLockIsReleasedAsync()
    {
        using var aws = DeployedCopy.Calls();
        var record = JsonNode.Parse(await aws.GetObjectAsync($"tutorbloc-app/slipway/{Copy.Application}/local.lock"))!;
        Assert.That(record["released"], Is.Not.Null);
    }

    private static async Task<string?> StatusAsync()
    {
        using var aws = DeployedCopy.Calls();
        var described = await aws.EcsAsync("DescribeServices", new() { ["cluster"] = "local", ["services"] = new JsonArray(Name) });
        return (string?)described["services"]!.AsArray().FirstOrDefault()?["status"];
    }
}
