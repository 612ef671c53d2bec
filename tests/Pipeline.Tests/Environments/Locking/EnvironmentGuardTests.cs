using Slipway.Pipeline.Commands.Unlock;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tests.Environments.Locking;

public sealed class EnvironmentGuardTests
{
    [Test]
    public async Task The_lock_is_held_during_the_work_and_released_after_it()
    {
        using var rig = new LockRig();
        var during = "";

        await Guard(rig).WhileHeldAsync(_ => Task.FromResult(during = rig.Holder), CancellationToken.None);

        Assert.That((during, rig.Holder), Is.EqualTo(("ada", "free ada")));
    }

    [Test]
    public async Task A_lock_that_is_kept_is_the_same_for_what_follows_and_released_with_the_guard()
    {
        using var rig = new LockRig();
        var runs = new List<string?>();
        var guard = Guard(rig);

        await guard.KeepAsync(_ => NoteAsync(), CancellationToken.None);
        await NoteAsync();
        await guard.WhileHeldAsync(_ => NoteAsync(), CancellationToken.None);
        var after = rig.Holder;
        await guard.KeepAsync(_ => Task.CompletedTask, CancellationToken.None);
        var again = (rig.Holder, (string?)rig.Record["run"]);
        await guard.DisposeAsync();

        Assert.That(runs.Distinct().ToList(), Has.Count.EqualTo(1).And.Not.Member(again.Item2));
        Assert.That((runs.Count, after, again.Holder, rig.Holder), Is.EqualTo((3, "free ada", "ada", "free ada")));

        Task NoteAsync()
        {
            runs.Add(rig.Record["released"] is null ? (string?)rig.Record["run"] : null);
            return Task.CompletedTask;
        }
    }

    [Test]
    public async Task What_follows_does_not_begin_when_the_lock_that_was_kept_is_lost()
    {
        using var rig = new LockRig();
        var guard = Guard(rig);
        var begun = false;
        await guard.KeepAsync(_ => Task.CompletedTask, CancellationToken.None);
        await Breaker(rig).BreakAsync(rig.Objects, LockRig.Location, "staging", LockRig.Owner("bob"), CancellationToken.None);
        await rig.PassAsync(TimeSpan.FromSeconds(20));

        var stopped = await Assert.ThrowsAsync<RunFailedException>(() => guard.WhileHeldAsync(_ => Task.FromResult(begun = true), CancellationToken.None));

        Assert.That((stopped!.ExitCode, begun, guard.IsLost), Is.EqualTo((8, false, true)));
        Assert.That(stopped.Message, Does.StartWith("The lock of environment 'staging' was broken by bob."));
    }

    [Test]
    public async Task It_is_released_when_the_work_fails_or_is_cancelled()
    {
        using var rig = new LockRig();
        using var interruption = new CancellationTokenSource();

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => Guard(rig).WhileHeldAsync(_ => throw new RunFailedException(5, "Rolled back."), CancellationToken.None));
        var afterFailure = rig.Holder;
        Assert.That(
            () => Guard(rig).WhileHeldAsync(
                async token =>
                {
                    await interruption.CancelAsync();
                    token.ThrowIfCancellationRequested();
                },
                interruption.Token),
            Throws.InstanceOf<OperationCanceledException>());

        Assert.That((failed!.ExitCode, afterFailure, rig.Holder), Is.EqualTo((5, "free ada", "free ada")));
    }

    [Test]
    public async Task Work_whose_lock_is_broken_is_stopped_with_the_exit_code_of_a_lock()
    {
        using var rig = new LockRig();
        var working = Guard(rig).WhileHeldAsync(token => Task.Delay(Timeout.InfiniteTimeSpan, token), CancellationToken.None);
        await LockRig.UntilAsync(() => rig.Bucket.Writes == 1);

        var said = await Breaker(rig).BreakAsync(rig.Objects, LockRig.Location, "staging", LockRig.Owner("bob"), CancellationToken.None);
        await rig.PassAsync(TimeSpan.FromSeconds(20));
        var stopped = await Assert.ThrowsAsync<RunFailedException>(() => working);

        const string Entry = "/shop-secrets/slipway/shop/staging.lock.broken/2026-03-02T09-00-00.000Z.json";
        Assert.That(said, Is.EqualTo(
            $"Broke the lock of environment 'staging', held by ada since 2026-03-02 09:00:00 UTC (build 421, commit c0ffee), https://ci.example.test/ada. Written down in s3:/{Entry}."));
        Assert.That(stopped!.ExitCode, Is.EqualTo(8));
        Assert.That(stopped.Message, Is.EqualTo(
            "The lock of environment 'staging' was broken by bob. This run was stopped. Check what the service is running (--target=Status) before you deploy again."));
        Assert.That(rig.Bucket.Keys, Is.EqualTo(new[] { LockRig.Key, Entry }));
        Assert.That(rig.Bucket[Entry], Does.Contain("\"at\": \"2026-03-02T09:00:00+00:00\"").And.Contain("\"name\": \"bob\"").And.Contain("\"name\": \"ada\""));
        Assert.That((rig.Holder, (string?)rig.Record["brokenBy"]), Is.EqualTo(("free ada", "bob")));
    }

    [Test]
    public async Task A_lock_that_nobody_holds_is_not_broken()
    {
        using var rig = new LockRig();

        var never = await Breaker(rig).BreakAsync(rig.Objects, LockRig.Location, "staging", LockRig.Owner("bob"), CancellationToken.None);
        await Guard(rig).WhileHeldAsync(_ => Task.CompletedTask, CancellationToken.None);
        var noLonger = await Breaker(rig).BreakAsync(rig.Objects, LockRig.Location, "staging", LockRig.Owner("bob"), CancellationToken.None);

        Assert.That((never, noLonger), Is.EqualTo((noLonger, "Nobody holds the lock of environment 'staging' (s3://shop-secrets/slipway/shop/staging.lock). Nothing to break.")));
        Assert.That(rig.Bucket.Keys, Is.EqualTo(new[] { LockRig.Key }));
    }

    [Test]
    public async Task Without_a_place_for_the_lock_the_work_is_done_and_the_danger_said()
    {
        using var rig = new LockRig();
        var done = false;

        await new EnvironmentGuard(rig.Objects, null, LockSettings.Of(""), LockRig.Owner("ada"), TimeSpan.Zero, rig.Log, rig.Time).WhileHeldAsync(
            _ => Task.FromResult(done = true), CancellationToken.None);

        Assert.That((done, rig.Bucket.Keys), Is.EqualTo((true, Array.Empty<string>())));
        Assert.That(rig.Log.Lines, Is.EqualTo(new[]
        {
            "Nothing keeps a second deployment to environment 'staging' from running at the same time: no secret names a bucket. Set 'deploy.lock' to 's3://bucket/key' for a lock.",
        }));
    }

    [TestCase("local", true)]
    [TestCase("staging", false, Description = "In AWS it is the account's own, and a run is not to make it")]
    public async Task Only_a_rehearsal_makes_the_bucket_of_its_lock(string environment, bool makes)
    {
        using var rig = new LockRig();

        await Guard(rig, environment).WhileHeldAsync(_ => Task.CompletedTask, CancellationToken.None);

        Assert.That((rig.Bucket.Keys.Contains("/shop-secrets/"), rig.Holder), Is.EqualTo((makes, "free ada")));
    }

    private static EnvironmentGuard Guard(LockRig rig, string environment = "staging") =>
        new(rig.Objects, LockRig.Location, LockSettings.Of("") with { Environment = environment }, LockRig.Owner("ada"), TimeSpan.Zero, rig.Log, rig.Time);

    private static LockBreaker Breaker(LockRig rig) => new(null!, null!, rig.Time);
}
