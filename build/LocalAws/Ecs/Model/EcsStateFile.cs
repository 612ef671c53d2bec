using System.Text.Json;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>The state on disk; written only when it differs from what was written before, which most turns do not.</summary>
internal sealed class EcsStateFile(StateStore store)
{
    private const string DocumentName = "ecs";

    private byte[] _last = [];

    public Task<EcsState> ReadAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(DocumentName, EcsStateJson.Default.EcsState, cancellationToken);

    public async Task WriteAsync(EcsState state, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(state, EcsStateJson.Default.EcsState);
        if (bytes.AsSpan().SequenceEqual(_last))
            return;
        await store.WriteAsync(DocumentName, state, EcsStateJson.Default.EcsState, cancellationToken);
        _last = bytes;
    }
}
