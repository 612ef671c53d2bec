namespace Slipway.Ecs.Exec;

/// <summary>Puts the numbered messages of the other side in order: each once, whatever was sent twice or came early. For one caller at a time.</summary>
public sealed class ReceiveWindow
{
    /// <summary>How many may be ahead of one that is missing.</summary>
    public const int Capacity = 10_000;

    private readonly Dictionary<long, AgentMessage> _early = [];
    private long _expected;

    /// <summary>Takes one message.</summary>
    /// <param name="ready">What can be handled now, in order; none for one that came early or was there before.</param>
    /// <returns>Whether it is to be acknowledged: not when there is no room for it, so that it is sent again.</returns>
    public bool Accept(AgentMessage message, out IReadOnlyList<AgentMessage> ready)
    {
        ArgumentNullException.ThrowIfNull(message);
        ready = [];
        // The acknowledgement of the first one was lost, or late.
        if (message.Sequence < _expected) return true;
        if (message.Sequence > _expected)
        {
            if (_early.Count >= Capacity) return _early.ContainsKey(message.Sequence);
            _early.TryAdd(message.Sequence, message);
            return true;
        }

        ready = TakeFrom(message);
        return true;
    }

    private List<AgentMessage> TakeFrom(AgentMessage message)
    {
        var ready = new List<AgentMessage> { message };
        while (_early.Remove(++_expected, out var next)) ready.Add(next);
        return ready;
    }
}
