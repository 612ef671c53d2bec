using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tests.Environments.Locking;

public sealed class EnvironmentLockTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Test]
    public async Task The_object_says_who_has_the_environment_and_then_who_had_it()
    {
        using var rig = new LockRig();

        var held = await rig.AcquireAsync("ada");
        var during = rig.Bucket[LockRig.Key];
        await rig.ReleaseAsync(held);

        Assert.That(during, Is.EqualTo(
            """
            {
              "application": "shop",
              "environment": "staging",
              "run": "run-of-ada",
              "owner": {
                "name": "ada",
                "buildUrl": "https://ci.example.test/ada",
                "buildNumber": "421",
                "commit": "c0ffee"
              },
              "since": "2026-03-02T09:00:00+00:00",
              "heartbeat": "2026-03-02T09:00:00+00:00",
              "expires": "2026-03-02T09:02:00+00:00"
            }
            """));
        Assert.That((rig.Holder, rig.Log.Lines), Is.EqualTo(("free ada", Array.Empty<string>())));
    }

    [Test]
    public async Task A_released_lock_is_taken_by_the_next_without_a_word()
    {
        using var rig = new LockRig();
        await rig.ReleaseAsync(await rig.AcquireAsync("ada"));

        await using var held = await rig.AcquireAsync("bob");

        Assert.That((rig.Holder, rig.Log.Lines), Is.EqualTo(("bob", Array.Empty<string>())));
    }

    [Test]
    public async Task A_second_run_is_refused_with_who_holds_the_lock_and_how_to_break_it()
    {
        using var rig = new LockRig();
        await using var held = await rig.AcquireAsync("ada");

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => rig.AcquireAsync("bob"));

        Assert.That(refused!.ExitCode, Is.EqualTo(8));
        Assert.That(refused.Message, Is.EqualTo(
            "Environment 'staging' of 'shop' is locked by ada since 2026-03-02 09:00:00 UTC (build 421, commit c0ffee), https://ci.example.test/ada. "
            + "Wait for it (--lock-wait=10m), or, when that run has ended, break its lock: ./build.sh --target=Unlock --env=staging"));
        Assert.That(rig.Holder, Is.EqualTo("ada"));
    }

    [Test]
    public async Task Who_waits_says_whom_for_once_and_again_when_the_holder_changes()
    {
        using var rig = new LockRig();
        var ada = await rig.AcquireAsync("ada");
        var waiting = rig.AcquireAsync("cem", TimeSpan.FromMinutes(10));
        await LockRig.UntilAsync(() => rig.Log.Lines.Count == 1);

        // The next has it before the one who waits looks again: as a third client would.
        rig.Bucket[LockRig.Key] = rig.Bucket[LockRig.Key].Replace("ada", "bob", StringComparison.Ordinal);
        await LockRig.UntilAsync(() => rig.Log.Lines.Count == 2);
        rig.Bucket[LockRig.Key] = rig.Bucket[LockRig.Key].Replace("\"expires\"", "\"released\": \"2026-03-02T09:00:00+00:00\", \"expires\"", StringComparison.Ordinal);
        await using var held = await waiting;

        Assert.That(rig.Log.Lines.Select(line => line[..line.IndexOf(" since", StringComparison.Ordinal)]), Is.EqualTo(new[]
        {
            "Environment 'staging' of 'shop' is locked by ada", "Environment 'staging' of 'shop' is locked by bob",
        }));
        Assert.That(rig.Log.Lines[0], Does.EndWith(", https://ci.example.test/ada. Waiting for it, 10 min at most."));
        Assert.That(rig.Holder, Is.EqualTo("cem"));
        await rig.ReleaseAsync(ada);
        Assert.That(rig.Holder, Is.EqualTo("cem"));
    }

    [Test]
    public async Task Who_has_waited_long_enough_is_refused()
    {
        using var rig = new LockRig();
        await using var held = await rig.AcquireAsync("ada");
        var begin = rig.Time.GetUtcNow();

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => rig.AcquireAsync("bob", TimeSpan.FromSeconds(90)));

        Assert.That(refused!.ExitCode, Is.EqualTo(8));
        Assert.That(refused.Message, Does.Contain(". It still was after 90 s: wait longer (--lock-wait=10m), or, when"));
        Assert.That(rig.Time.GetUtcNow() - begin, Is.EqualTo(TimeSpan.FromSeconds(90)));
    }

    [TestCase(-60)]
    [TestCase(0)]
    [TestCase(60)]
    public async Task A_killed_runs_lock_is_taken_over_when_it_has_expired_by_S3s_clock_and_not_before(int skewInMinutes)
    {
        using var rig = new LockRig(TimeSpan.FromMinutes(skewInMinutes));
        rig.Bucket[LockRig.Key] = await RecordOfAsync("ada");
        rig.Time.Advance(2 * Minute);
        var early = await Assert.ThrowsAsync<RunFailedException>(() => rig.AcquireAsync("bob"));
        rig.Time.Advance(TimeSpan.FromSeconds(1));

        await using var held = await rig.AcquireAsync("bob");

        Assert.That(early!.ExitCode, Is.EqualTo(8));
        Assert.That(rig.Holder, Is.EqualTo("bob"));
        Assert.That(rig.Log.Lines, Is.EqualTo(new[]
        {
            "Took over the lock of environment 'staging', which had expired: ada since 2026-03-02 09:00:00 UTC (build 421, commit c0ffee), https://ci.example.test/ada gave no sign for 121 s. "
            + "That run was killed or lost its connection; what it had started may be half done.",
        }));
    }

    [Test]
    public async Task A_holder_whose_clock_is_wrong_is_not_taken_for_dead()
    {
        using var rig = new LockRig();
        rig.Bucket[LockRig.Key] = (await RecordOfAsync("ada")).Replace("2026-03-02T09:", "2026-03-02T07:", StringComparison.Ordinal);

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => rig.AcquireAsync("bob"));

        Assert.That(refused!.ExitCode, Is.EqualTo(8));
    }

    [Test]
    public async Task Who_waits_takes_an_expired_lock_over_as_soon_as_it_has_expired()
    {
        using var rig = new LockRig();
        rig.Bucket[LockRig.Key] = await RecordOfAsync("ada");
        var begin = rig.Time.GetUtcNow();

        await using var held = await rig.AcquireAsync("bob", TimeSpan.FromMinutes(10));

        Assert.That(rig.Time.GetUtcNow() - begin, Is.EqualTo(TimeSpan.FromSeconds(121)));
        Assert.That(rig.Log.Lines, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task What_is_in_the_place_of_a_lock_and_is_none_is_left_alone()
    {
        using var rig = new LockRig();
        rig.Bucket[LockRig.Key] = "{}";

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => rig.AcquireAsync("bob"));

        Assert.That(refused!.ExitCode, Is.EqualTo(3));
        Assert.That(refused.Message, Does.StartWith("s3://shop-secrets/slipway/shop/staging.lock is no lock of a deployment: "));
        Assert.That(rig.Bucket[LockRig.Key], Is.EqualTo("{}"));
    }

    private static async Task<string> RecordOfAsync(string name)
    {
        using var rig = new LockRig();
        await using var held = await rig.AcquireAsync(name);
        return rig.Bucket[LockRig.Key];
    }
}
