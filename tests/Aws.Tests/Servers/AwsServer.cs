using Slipway.Testing;

namespace Slipway.Aws.Tests.Servers;

/// <summary>A server that speaks AWS, run by the tests: started by the first fixture that needs it, stopped after the last.</summary>
public abstract class AwsServer(string name)
{
    public const string Bucket = LocalAwsProcess.Bucket;

    protected const string Region = "eu-west-2";

    private readonly Lock _lock = new();
    private Task<Uri>? _starting;

    public override string ToString() => name;

    /// <summary>Why it cannot run here, with what to do about it; null when it can.</summary>
    public abstract string? Missing { get; }

    /// <summary>Where it is known to answer otherwise than AWS.</summary>
    public virtual Deviations Deviations => Deviations.None;

    /// <summary>Where it answers. A test that needs it counts as skipped, with the reason, when it cannot run here.</summary>
    public Task<Uri> RequireAsync()
    {
        if (Missing is { } reason) Assert.Ignore(reason);

        lock (_lock) return _starting ??= StartAsync();
    }

    /// <summary>Clients for it, with credentials of their own.</summary>
    public async Task<AwsClients> ConnectAsync() => AwsClients.Create(new AwsSettings
    {
        Region = Region,
        Endpoint = await RequireAsync(),
        AccessKeyId = "AKIDCONTRACTTESTS",
        SecretAccessKey = new Secret("contract-tests"),
    });

    public async Task StopAsync()
    {
        if (_starting is not null) await StopCoreAsync();
    }

    /// <summary>Starts the server, waits until it answers, and makes the bucket.</summary>
    protected abstract Task<Uri> StartAsync();

    protected abstract Task StopCoreAsync();
}
