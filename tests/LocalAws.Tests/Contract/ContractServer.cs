using Slipway.LocalAws.Tests.Testing;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Contract;

/// <summary>A server that the contract is held against: LocalAws as its own process, or moto. Started when the first scenario needs it.</summary>
public sealed class ContractServer(string name) : IAsyncDisposable
{
    public const string Local = "LocalAws";
    public const string Moto = "moto";
    public const string Account = "123456789012";
    public const string Region = "us-east-1";

    private readonly string _state = Path.Combine(Path.GetTempPath(), $"local-aws-contract-{Guid.NewGuid():n}");
    private Task<Uri>? _starting;
    private LocalAwsExecutable? _local;
    private MotoProcess? _moto;

    /// <summary>As it is stored in the steps' <c>differs</c>.</summary>
    public string Name => name;

    public override string ToString() => name;

    /// <summary>Where it answers. A scenario that needs a server which cannot run here counts as skipped, with the reason.</summary>
    public Task<Uri> RequireAsync()
    {
        if (name == Moto && MotoProcess.Missing is { } reason)
            Assert.Ignore(reason);
        return _starting ??= StartAsync();
    }

    /// <summary>For the next scenario: moto goes on to list clusters that are deleted. LocalAws has what the scenarios leave.</summary>
    public async Task ClearAsync()
    {
        if (_moto is null) return;
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri(_moto.Endpoint, "/moto-api/reset"), content: null);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        if (_local is not null)
            await _local.DisposeAsync();
        if (_moto is not null)
            await _moto.DisposeAsync();
    }

    private async Task<Uri> StartAsync()
    {
        if (name == Moto)
        {
            _moto = await MotoProcess.StartAsync(CancellationToken.None);
            return _moto.Endpoint;
        }

        _local = await LocalAwsExecutable.StartAsync(_state, "--account", Account, "--region", Region);
        return _local.Endpoint;
    }
}
