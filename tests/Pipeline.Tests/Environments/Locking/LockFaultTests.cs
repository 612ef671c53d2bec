using Slipway.Aws;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tests.Environments.Locking;

/// <summary>Locks between runs and networks that fail: nobody takes his own lock for another's, nor another's for his own.</summary>
public sealed class LockFaultTests
{
    [Test]
    public async Task A_conflict_with_another_write_is_tried_again()
    {
        using var rig = new LockRig();
        rig.Bucket.Next(Fault.Conflict, Fault.Conflict);

        await using var held = await rig.AcquireAsync("ada");

        Assert.That((rig.Holder, rig.Bucket.Writes), Is.EqualTo(("ada", 1)));
    }

    [Test]
    public async Task A_lock_whose_answer_was_lost_is_known_as_ones_own()
    {
        using var rig = new LockRig();
        rig.Bucket.Next(Fault.LostAnswer);

        await using var held = await rig.AcquireAsync("ada");

        Assert.That((rig.Holder, rig.Bucket.Writes), Is.EqualTo(("ada", 1)));
    }

    [Test]
    public async Task A_release_whose_answer_was_lost_is_not_done_twice()
    {
        using var rig = new LockRig();
        var held = await rig.AcquireAsync("ada");
        rig.Bucket.Next(Fault.LostAnswer);

        await rig.ReleaseAsync(held);

        Assert.That((rig.Holder, rig.Bucket.Writes, rig.Log.Lines), Is.EqualTo(("free ada", 2, Array.Empty<string>())));
    }

    [Test]
    public async Task A_heartbeat_whose_answer_was_lost_is_given_again()
    {
        using var rig = new LockRig();
        await using var held = await rig.AcquireAsync("ada");
        rig.Bucket.Next(Fault.LostAnswer);

        await rig.PassAsync(TimeSpan.FromSeconds(25));
        await LockRig.UntilAsync(() => rig.Bucket.Writes == 3);

        Assert.That((held.Loss, rig.Holder), Is.EqualTo(((string?)null, "ada")));
    }

    [Test]
    public async Task A_heartbeat_keeps_the_lock_for_longer_than_its_lifetime()
    {
        using var rig = new LockRig();
        await using var held = await rig.AcquireAsync("ada");

        await rig.PassAsync(TimeSpan.FromMinutes(5));

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => rig.AcquireAsync("bob"));
        Assert.That((refused!.ExitCode, held.Loss), Is.EqualTo((8, (string?)null)));
    }

    [Test]
    public async Task A_run_that_was_interrupted_while_it_took_the_lock_gives_it_back()
    {
        using var rig = new LockRig();
        using var interruption = new CancellationTokenSource();
        rig.Bucket.Next(Fault.Silence);
        var taking = rig.AcquireAsync("ada", cancellation: interruption.Token);
        await LockRig.UntilAsync(() => rig.Bucket.Writes == 1);

        await interruption.CancelAsync();

        Assert.That(async () => await taking, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(rig.Holder, Is.EqualTo("free ada"));
    }

    [Test]
    public async Task A_run_that_cannot_renew_its_lock_has_lost_it_before_another_may_have_it()
    {
        using var rig = new LockRig();
        var held = await rig.AcquireAsync("ada");
        rig.Bucket.IsCut = true;

        await rig.PassAsync(TimeSpan.FromSeconds(115));
        var before = held.Loss;
        await rig.PassAsync(TimeSpan.FromSeconds(5));
        await LockRig.UntilAsync(() => held.Lost.IsCancellationRequested);
        rig.Bucket.IsCut = false;
        var refused = await Assert.ThrowsAsync<RunFailedException>(() => rig.AcquireAsync("bob"));
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await using var next = await rig.AcquireAsync("bob");

        Assert.That((before, refused!.ExitCode, rig.Holder), Is.EqualTo(((string?)null, 8, "bob")));
        Assert.That(held.Loss, Does.StartWith("The lock of environment 'staging' could not be renewed for 2 min, so another deployment may have it: S3 PutObject "));
        await rig.ReleaseAsync(held);
        Assert.That(rig.Holder, Is.EqualTo("bob"));
    }

    [Test]
    public async Task A_heartbeat_that_finds_anothers_lock_leaves_it_alone_and_says_whose()
    {
        using var rig = new LockRig();
        var held = await rig.AcquireAsync("ada");
        rig.Bucket[LockRig.Key] = rig.Bucket[LockRig.Key].Replace("ada", "bob", StringComparison.Ordinal);

        await rig.PassAsync(TimeSpan.FromSeconds(20));
        await LockRig.UntilAsync(() => held.Lost.IsCancellationRequested);
        await rig.ReleaseAsync(held);

        Assert.That(held.Loss, Is.EqualTo(
            "This run lost the lock of environment 'staging' to bob since 2026-03-02 09:00:00 UTC (build 421, commit c0ffee), https://ci.example.test/bob."));
        Assert.That(rig.Holder, Is.EqualTo("bob"));
    }

    [Test]
    public async Task A_late_release_does_not_remove_the_lock_of_the_next()
    {
        using var rig = new LockRig();
        var held = await rig.AcquireAsync("ada");
        rig.Bucket[LockRig.Key] = rig.Bucket[LockRig.Key].Replace("ada", "bob", StringComparison.Ordinal);

        await rig.ReleaseAsync(held);

        Assert.That((rig.Holder, rig.Log.Lines), Is.EqualTo(("bob", Array.Empty<string>())));
    }

    [Test]
    public async Task A_release_that_fails_is_said_and_left_to_the_expiry()
    {
        using var rig = new LockRig();
        var held = await rig.AcquireAsync("ada");
        rig.Bucket.IsCut = true;

        await rig.Time.RunAsync(DisposedAsync(held), TimeSpan.FromSeconds(12));

        Assert.That(rig.Log.Lines, Has.One.StartsWith(
            "The lock of environment 'staging' could not be released; it expires on its own, or is broken by ./build.sh --target=Unlock --env=staging: "));
    }

    [Test]
    public async Task A_lock_that_S3_refuses_is_told_with_the_permission_that_is_missing()
    {
        using var rig = new LockRig();
        rig.Bucket.IsCut = true;

        var refused = await Assert.ThrowsAsync<AwsException>(() => rig.AcquireAsync("ada"));

        Assert.That((refused!.Kind, refused.Operation), Is.EqualTo((AwsFailure.Unreachable, "PutObject")));
    }

    private static async Task<bool> DisposedAsync(EnvironmentLock held)
    {
        await held.DisposeAsync();
        return true;
    }
}
