using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>A deployment to an environment whose lock someone else holds, on another machine: only the object in S3 says so.</summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class EnvironmentLockTests
{
    private RehearsalCopy _copy = null!;

    [OneTimeSetUp]
    public async Task DeployOnceAsync()
    {
        _copy = await DeployedCopy.CloneAsync();
        var service = new SecondService(_copy, "locked");
        await service.EnsureAsync();
        service.PrepareToDeploy(_ => { });
    }

    [OneTimeTearDown]
    public async Task RemoveAsync()
    {
        await SecondService.DeleteAsync("locked");
        if (_copy is not null) await _copy.DisposeAsync();
    }

    [Test]
    public async Task A_second_deployment_is_refused_until_the_lock_is_broken()
    {
        var copy = _copy;
        var compareAsync = await DeployedCopy.CompareAsync(copy);
        var key = $"tutorbloc-app/slipway/{copy.Application}/local.lock";
        var released = await ReadAsync(key);
        await WriteAsync(key, OfAda(released));

        var refused = await copy.RunAsync("--target=Deploy", "--env=local", "--exclusive");
        var broken = await copy.RunAsync("--target=Unlock", "--env=local");
        var again = await copy.RunAsync("--target=Unlock", "--env=local");
        var deployed = await copy.RunAsync("--target=Deploy", "--env=local", "--exclusive");

        Assert.That(((string?)released["application"], (string?)released["environment"], released["released"] is null), Is.EqualTo((copy.Application, "local", false)));
        Assert.That((refused.ExitCode, broken.ExitCode, again.ExitCode, deployed.ExitCode), Is.EqualTo((8, 0, 0, 0)));
        Assert.That(refused.Error, Does.Contain("ada@elsewhere").And.Contain("https://ci.example.test/7").And.Contain("--lock-wait=").And.Contain("./build.sh --target=Unlock --env=local"));
        Assert.That(broken.Output, Does.Contain("ada@elsewhere").And.Match($@"s3://{key}\.broken/[0-9TZ.-]+\.json"));
        Assert.That(again.Output, Does.Not.Contain("ada@elsewhere"));
        Assert.That((await ReadAsync(key))["released"], Is.Not.Null);
        await compareAsync();
    }

    [Test]
    public async Task A_deployment_that_waits_goes_on_when_the_lock_is_free()
    {
        var copy = _copy;
        var key = $"tutorbloc-app/slipway/{copy.Application}/local.lock";
        var released = await ReadAsync(key);
        await WriteAsync(key, OfAda(released));

        await using var waiting = Testing.CommandRunner.Start(copy.BuildScript("--target=Deploy", "--env=local", "--exclusive", "--lock-wait=5m"));
        await waiting.WaitForOutputAsync("ada@elsewhere", CancellationToken.None);
        await WriteAsync(key, released);
        var deployed = await waiting.WaitAsync(CancellationToken.None);

        Assert.That(deployed.ExitCode, Is.Zero, deployed.Output + deployed.Error);
    }

    private static JsonObject OfAda(JsonObject released)
    {
        var held = released.DeepClone().AsObject();
        held.Remove("released");
        held["run"] = "0123456789abcdef0123456789abcdef";
        held["owner"]!["name"] = "ada@elsewhere";
        held["owner"]!["buildUrl"] = "https://ci.example.test/7";
        return held;
    }

    private static async Task<JsonObject> ReadAsync(string key)
    {
        using var aws = DeployedCopy.Calls();
        return JsonNode.Parse(await aws.GetObjectAsync(key))!.AsObject();
    }

    private static async Task WriteAsync(string key, JsonObject record)
    {
        using var aws = DeployedCopy.Calls();
        await aws.PutObjectAsync(key, Encoding.UTF8.GetBytes(record.ToJsonString()));
    }
}
