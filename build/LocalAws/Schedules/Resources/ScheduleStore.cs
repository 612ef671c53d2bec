using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Schedules.Resources;

/// <summary>The one owner of the schedules: a change is on disk before anybody sees it, and changes come one after the other.</summary>
internal sealed class ScheduleStore(StateStore store) : IDisposable
{
    private const string DocumentName = "schedules";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile ScheduleState _current = new();

    public ScheduleState Current => _current;

    /// <summary>Called after each change.</summary>
    public Action Changed { get; set; } = () => { };

    public async Task ReadAsync(CancellationToken cancellationToken) => _current = Unfolded(await store.ReadAsync(DocumentName, ScheduleJson.Default.ScheduleState, cancellationToken));

    /// <summary>Changes the state; nothing is written when <paramref name="change"/> throws, or gives the same state back.</summary>
    public async Task ChangeAsync(Func<ScheduleState, ScheduleState> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var changed = change(_current);
            if (ReferenceEquals(changed, _current))
                return;
            await store.WriteAsync(DocumentName, Unfolded(changed), ScheduleJson.Default.ScheduleState, cancellationToken);
            _current = changed;
        }
        finally
        {
            _turn.Release();
        }

        Changed();
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Documents that come from text are unfolded by their first reader, which may be one only; here are several.</summary>
    private static ScheduleState Unfolded(ScheduleState state)
    {
        foreach (var schedule in state.Schedules)
            Unfold(schedule.Definition);
        return state;
    }

    private static void Unfold(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (var (_, value) in members)
                Unfold(value);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
                Unfold(item);
        }
    }
}
