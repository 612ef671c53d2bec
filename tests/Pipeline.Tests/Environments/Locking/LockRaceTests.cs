using System.Diagnostics;
using Slipway.Aws;
using Slipway.Aws.S3;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Environments.Locking;

/// <summary>Two deployments at the same moment, on a server and with clients of their own, again and again; some are killed.</summary>
[TestFixture]
public sealed class LockRaceTests
{
    /// <summary>Every so many rounds the holder is killed, and its lock has to expire.</summary>
    private const int RoundsToAKill = 5;

    private static readonly int Rounds = Soak.Count(100);

    // The server's headers are of whole seconds, and its Date may be one late.
    private static readonly LockTiming Timing = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(20));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private LocalAwsProcess _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        if (LocalAwsProcess.Missing is { } reason) Assert.Ignore(reason);
        _server = await LocalAwsProcess.StartAsync("eu-west-2", CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [Test]
    public async Task One_of_two_deploys_and_the_other_says_so_and_no_killed_runs_lock_outlives_its_expiry()
    {
        var location = new S3Location(LocalAwsProcess.Bucket, "slipway/shop/staging.lock");
        var longest = TimeSpan.Zero;

        for (var round = 0; round < Rounds; round++)
        {
            var begin = Stopwatch.GetTimestamp();
            await using var first = new Contender(_server.Endpoint, location, $"ada-{round}");
            await using var second = new Contender(_server.Endpoint, location, $"bob-{round}");

            // After a killed run both are refused until its lock has expired, and then meet at that moment.
            do await Task.WhenAll(first.TryAsync(TimeSpan.Zero), second.TryAsync(TimeSpan.Zero));
            while (!first.IsHolder && !second.IsHolder && Stopwatch.GetElapsedTime(begin) < Patience);

            Assert.That(new[] { first, second }.Count(one => one.IsHolder), Is.EqualTo(1), $"Round {round}.");
            longest = Stopwatch.GetElapsedTime(begin) is var waited && waited > longest ? waited : longest;
            if (round % RoundsToAKill == 0) await (first.IsHolder ? first : second).KillAsync();
        }

        await TestContext.Out.WriteLineAsync($"{Rounds} rounds, {Rounds / RoundsToAKill} killed; the longest wait was {longest.TotalSeconds:0.0} s.");
    }

    [Test]
    public async Task Many_that_wait_have_the_lock_one_after_the_other_though_holders_are_killed()
    {
        var location = new S3Location(LocalAwsProcess.Bucket, "slipway/shop/production.lock");
        var (holders, most, done) = (0, 0, 0);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(number => Task.Run(async () =>
        {
            await using var one = new Contender(_server.Endpoint, location, $"run-{number}");
            await one.TryAsync(TimeSpan.FromMinutes(2));
            Assert.That(one.IsHolder);
            var now = Interlocked.Increment(ref holders);
            InterlockedMax(ref most, now);
            await Task.Delay(TimeSpan.FromMilliseconds(30));
            Interlocked.Decrement(ref holders);
            Interlocked.Increment(ref done);
            if (number % 4 == 0) await one.KillAsync();
        })));

        Assert.That((most, done), Is.EqualTo((1, 12)));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value; seen = Volatile.Read(ref target))
            if (Interlocked.CompareExchange(ref target, value, seen) == seen) return;
    }

    /// <summary>A run with connections, credentials and heartbeat of its own.</summary>
    private sealed class Contender(Uri endpoint, S3Location location, string name) : IAsyncDisposable
    {
        private readonly CutNetwork _network = new();
        private AwsClients? _aws;

        public EnvironmentLock? Held { get; private set; }

        public bool IsHolder => Held is { Loss: null };

        public async Task TryAsync(TimeSpan wait)
        {
            _aws ??= AwsClients.Create(
                new() { Region = "eu-west-2", Endpoint = endpoint, AccessKeyId = "AKIDCONTRACTTESTS", SecretAccessKey = new Secret("lock-tests"), Limits = new() { Attempts = 2 } }, _network);
            try
            {
                Held = await EnvironmentLock.AcquireAsync(
                    new(_aws.Objects, location), LockRig.Claim(name), Timing, wait, new LockRig.RecordedLog(), TimeProvider.System, CancellationToken.None);
            }
            catch (RunFailedException refused)
            {
                Assert.That(refused.ExitCode, Is.EqualTo(8));
                Assert.That(refused.Message, Does.StartWith("Environment 'staging' of 'shop' is locked by "));
            }
        }

        public Task KillAsync() => _network.CutAsync();

        public async ValueTask DisposeAsync()
        {
            if (Held is not null) await Held.DisposeAsync();
            _aws?.Dispose();
            _network.Dispose();
        }
    }
}
