using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.S3;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Environments.Locking;

/// <summary>A lock in a <see cref="ScriptedBucket"/>, clients that want it, and time that a test moves on.</summary>
internal sealed class LockRig : IDisposable
{
    public const string Key = "/shop-secrets/slipway/shop/staging.lock";

    public static readonly S3Location Location = new("shop-secrets", "slipway/shop/staging.lock");

    private static readonly AwsSettings Settings = new()
    {
        Region = "eu-west-2",
        Endpoint = new Uri("http://127.0.0.1:1"),
        AccessKeyId = "AKIDOFNOACCOUNT",
        SecretAccessKey = new Secret("a-secret-key-of-no-account"),
    };

    private readonly AwsClients _aws;

    public LockRig(TimeSpan skew = default)
    {
        Bucket = new ScriptedBucket(Time) { Skew = skew };
        _aws = AwsClients.Create(Settings, Bucket, Time);
    }

    public ManualTimeProvider Time { get; } = new();

    public ScriptedBucket Bucket { get; }

    public RecordedLog Log { get; } = new();

    public ObjectStore Objects => _aws.Objects;

    public LockStore Store => new(Objects, Location);

    /// <summary>The lock as it is in the bucket.</summary>
    public JsonObject Record => JsonNode.Parse(Bucket[Key])!.AsObject();

    /// <summary>Who holds the lock; with <c>free</c> before it when it is released.</summary>
    public string Holder => $"{(Record["released"] is null ? "" : "free ")}{Record["owner"]!["name"]}";

    public static LockOwner Owner(string name) => new(name, $"https://ci.example.test/{name}", "421", "c0ffee");

    public static LockRecord Claim(string name) => new("shop", "staging", $"run-of-{name}", Owner(name), default, default, default);

    /// <summary>Takes the lock, skipping short waits.</summary>
    public Task<EnvironmentLock> AcquireAsync(string name, TimeSpan wait = default, CancellationToken cancellation = default) =>
        Time.RunAsync(EnvironmentLock.AcquireAsync(Store, Claim(name), LockTiming.Usual, wait, Log, Time, cancellation), TimeSpan.FromSeconds(6));

    /// <summary>Disposes the lock, skipping the waits between tries.</summary>
    public async Task ReleaseAsync(EnvironmentLock held) => await Time.RunAsync(ReleasedAsync(held), TimeSpan.FromSeconds(1));

    /// <summary>Moves time on by a second after the other, and lets what waits for it do its work.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            for (var turn = 0; turn < 3; turn++) await Task.Delay(1);
        }
    }

    /// <summary>Gives what another thread does time to happen.</summary>
    public static async Task UntilAsync(Func<bool> happened)
    {
        for (var turn = 0; turn < 5000 && !happened(); turn++) await Task.Delay(1);
        Assert.That(happened(), "It did not happen.");
    }

    public void Dispose()
    {
        _aws.Dispose();
        Bucket.Dispose();
    }

    private static async Task<bool> ReleasedAsync(EnvironmentLock held)
    {
        await held.DisposeAsync();
        return true;
    }

    internal sealed class RecordedLog : ILog
    {
        private readonly List<string> _lines = [];

        public bool IsQuiet => false;

        public bool IsVerbose => false;

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines) return [.. _lines];
            }
        }

        public void Write(LogSeverity severity, string message)
        {
            if (severity > LogSeverity.Information) return;
            lock (_lines) _lines.Add(message);
        }
    }
}
