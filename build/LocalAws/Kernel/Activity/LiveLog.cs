using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Slipway.LocalAws.Kernel.Activity;

/// <summary>
/// The log for people who watch: one line an entry, <c>14:31:10  ecs       DescribeServices  200, 3 ms</c>, with the room that says it. It keeps the
/// newest lines, and hands out those that come. What comes from containers and clients cannot steer the terminal: control characters are gone.
/// </summary>
internal sealed class LiveLog(TimeProvider time) : ILoggerProvider
{
    private const int LinesKept = 50;

    /// <summary>For a reader that is slow; what it misses then is the oldest.</summary>
    private const int LinesAhead = 1000;

    private readonly Lock _turn = new();
    private readonly Queue<string> _newest = new();
    private readonly List<Channel<string>> _readers = [];

    public ILogger CreateLogger(string categoryName) => new Category(this, RoomOf(categoryName));

    /// <summary>The newest lines, oldest first.</summary>
    public IReadOnlyList<string> Newest()
    {
        lock (_turn)
            return [.. _newest];
    }

    /// <summary>The newest lines, and then each as it comes, until it is cancelled.</summary>
    public async IAsyncEnumerable<string> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<string>(new BoundedChannelOptions(LinesAhead) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_turn)
        {
            foreach (var line in _newest)
                channel.Writer.TryWrite(line);
            _readers.Add(channel);
        }

        try
        {
            await foreach (var line in channel.Reader.ReadAllAsync(cancellationToken))
                yield return line;
        }
        finally
        {
            lock (_turn)
                _readers.Remove(channel);
        }
    }

    public void Dispose()
    {
        lock (_turn)
            _readers.ForEach(reader => reader.Writer.TryComplete());
    }

    private void Write(LogLevel level, string room, string message, Exception? exception)
    {
        var now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), time.LocalTimeZone);
        var mark = level >= LogLevel.Warning ? $"{level.ToString().ToUpperInvariant()}: " : "";
        var text = exception is null ? message : $"{message}: {exception.Message}";
        var line = OneLine(string.Create(CultureInfo.InvariantCulture, $"{now:HH:mm:ss}  {room,-14}  {mark}{text}"));
        lock (_turn)
        {
            _newest.Enqueue(line);
            if (_newest.Count > LinesKept)
                _newest.Dequeue();
            _readers.ForEach(reader => reader.Writer.TryWrite(line));
        }
    }

    private static string OneLine(string text) => string.Create(text.Length, text, static (line, source) =>
    {
        for (var position = 0; position < source.Length; position++)
            line[position] = char.IsControl(source[position]) ? ' ' : source[position];
    });

    /// <summary><c>ecs</c> of <c>Slipway.LocalAws.Ecs.Engine.EcsEngine</c>; what is no class of LocalAws is its own name.</summary>
    private static string RoomOf(string category) =>
        category.Split('.') is ["Slipway", "LocalAws", var room, _, ..] ? room.ToLowerInvariant() : category.Split('.')[^1];

    private sealed class Category(LiveLog log, string room) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and not LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                log.Write(logLevel, room, formatter(state, exception), exception);
        }
    }
}
