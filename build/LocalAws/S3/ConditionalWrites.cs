namespace Slipway.LocalAws.S3;

/// <summary>
/// The conditional writes of a bucket that are under way. What is deleted while its successor is being sent makes the write a conflict,
/// as S3 answers it: the client sends again, and finds out how things are now.
/// </summary>
internal sealed class ConditionalWrites
{
    private readonly Lock _lock = new();
    private readonly List<ConditionalWrite> _underway = [];

    public ConditionalWrite Begin(string key)
    {
        lock (_lock)
        {
            var write = new ConditionalWrite(key, this);
            _underway.Add(write);
            return write;
        }
    }

    /// <summary>An object was deleted.</summary>
    public void Deleted(string key)
    {
        lock (_lock)
        {
            foreach (var write in _underway.Where(write => write.Key == key))
                write.IsInConflict = true;
        }
    }

    internal void End(ConditionalWrite write)
    {
        lock (_lock)
            _underway.Remove(write);
    }
}

/// <summary>A write with a condition, from its first byte to its end.</summary>
internal sealed class ConditionalWrite(string key, ConditionalWrites writes) : IDisposable
{
    public string Key => key;

    public bool IsInConflict { get; set; }

    public void Dispose() => writes.End(this);
}
