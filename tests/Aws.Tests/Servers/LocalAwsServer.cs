using Slipway.Testing;

namespace Slipway.Aws.Tests.Servers;

/// <summary>Slipway's own rehearsal server, as the build starts it.</summary>
public sealed class LocalAwsServer() : AwsServer("LocalAws")
{
    private LocalAwsProcess? _process;

    public override string? Missing => LocalAwsProcess.Missing;

    protected override async Task<Uri> StartAsync()
    {
        _process = await LocalAwsProcess.StartAsync(Region, CancellationToken.None);
        return _process.Endpoint;
    }

    protected override async Task StopCoreAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}
