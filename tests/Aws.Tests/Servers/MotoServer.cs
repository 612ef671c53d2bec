using Slipway.Testing;

namespace Slipway.Aws.Tests.Servers;

/// <summary>moto's server: an independent reading of AWS's documents, without containers or images behind it.</summary>
public sealed class MotoServer() : AwsServer("moto")
{
    private MotoProcess? _process;

    public override string? Missing => MotoProcess.Missing;

    public override Deviations Deviations =>
        Deviations.ExpiredLogin | Deviations.UnsortedTaskDefinitions | Deviations.OneDeploymentForEver | Deviations.SilentAboutMissingTasks | Deviations.UnfilteredLogStreams | Deviations.MissingStreamIsMissingGroup
        | Deviations.ConditionsInTwoSteps;

    protected override async Task<Uri> StartAsync()
    {
        _process = await MotoProcess.StartAsync(CancellationToken.None);
        using var http = new HttpClient();
        using var created = await http.PutAsync(
            new Uri(_process.Endpoint, Bucket),
            new StringContent($"<CreateBucketConfiguration><LocationConstraint>{Region}</LocationConstraint></CreateBucketConfiguration>"));
        created.EnsureSuccessStatusCode();
        return _process.Endpoint;
    }

    protected override async Task StopCoreAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}
