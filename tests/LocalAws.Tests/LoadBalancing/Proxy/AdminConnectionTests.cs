using System.Net;
using System.Net.Sockets;
using Slipway.LocalAws.LoadBalancing.Proxy;
using Slipway.LocalAws.Tests.Testing;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.LoadBalancing.Proxy;

/// <summary>How long a listener's HAProxy is waited for.</summary>
public sealed class AdminConnectionTests
{
    private readonly WatchedTime _time = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    [SetUp]
    public void Listen() => _listener.Start();

    [TearDown]
    public void Close() => _listener.Dispose();

    [Test]
    public async Task A_busy_HAProxy_may_take_its_time_for_each_command_of_many()
    {
        using var haproxy = await ConnectAsync();

        var waits = _time.Waits;
        var asked = haproxy.Admin.AskAsync(["one", "two", "three"], CancellationToken.None);
        foreach (var (command, answer) in new[] { ("one", "1"), ("two", "2"), ("three", "3") })
        {
            Assert.That(await haproxy.Reader.ReadLineAsync(), Is.EqualTo(command));
            await Eventually.GetAsync(() => Task.FromResult(_time.Waits), count => count > waits);
            waits = _time.Waits;
            _time.Manual.Advance(TimeSpan.FromSeconds(20));
            await haproxy.Writer.WriteAsync($"{answer}\n> ");
        }

        Assert.That(await asked, Is.EqualTo(new[] { "1", "2", "3" }));
    }

    [Test]
    public async Task One_that_answers_nothing_is_there_and_is_not_taken_for_gone()
    {
        using var haproxy = await ConnectAsync();

        var asked = haproxy.Admin.AskAsync(["show stat"], CancellationToken.None);
        await haproxy.Reader.ReadLineAsync();
        _time.Manual.Advance(TimeSpan.FromSeconds(31));

        Assert.That(async () => await asked, Throws.TypeOf<TimeoutException>().With.Message.EqualTo("HAProxy did not answer within 30 s."));
    }

    [Test]
    public async Task One_that_closes_is_gone()
    {
        using var haproxy = await ConnectAsync();

        var asked = haproxy.Admin.AskAsync(["show stat"], CancellationToken.None);
        haproxy.Socket.Close();

        Assert.That(async () => await asked, Throws.InstanceOf<IOException>());
    }

    private async Task<FakeProxy> ConnectAsync()
    {
        var opening = AdminConnection.OpenAsync(((IPEndPoint)_listener.LocalEndpoint).Port, "login", _time, CancellationToken.None);
        var socket = await _listener.AcceptTcpClientAsync();
        var (reader, writer) = (new StreamReader(socket.GetStream()), new StreamWriter(socket.GetStream()) { AutoFlush = true });
        Assert.That(await reader.ReadLineAsync(), Is.EqualTo("prompt login"));
        await writer.WriteAsync("\n> ");
        return new(await opening, socket, reader, writer);
    }

    /// <summary>Counts what is waited for.</summary>
    private sealed class WatchedTime : TimeProvider
    {
        private int _waits;

        public ManualTimeProvider Manual { get; } = new();

        public int Waits => Volatile.Read(ref _waits);

        public override DateTimeOffset GetUtcNow() => Manual.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = Manual.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _waits);
            return timer;
        }
    }

    private sealed record FakeProxy(AdminConnection Admin, TcpClient Socket, StreamReader Reader, StreamWriter Writer) : IDisposable
    {
        public void Dispose()
        {
            Admin.Dispose();
            Socket.Dispose();
        }
    }
}
