using System.Text;
using System.Threading.Channels;
using Slipway.Ecs.Exec;

namespace Slipway.LocalAws.Tests.Ecs.Sessions;

/// <summary>A person who types what a test says and looks for what it expects.</summary>
internal sealed class ScriptedTerminal : ISessionTerminal
{
    private readonly Lock _lock = new();
    private readonly Channel<byte[]> _typed = Channel.CreateUnbounded<byte[]>();
    private readonly MemoryStream _shown = new();
    private TerminalSize _size = new(80, 24);

    public TerminalSize Size
    {
        get
        {
            lock (_lock)
                return _size;
        }
    }

    public string Shown
    {
        get
        {
            lock (_lock)
                return Encoding.UTF8.GetString(_shown.ToArray());
        }
    }

    public void Type(string text) => _typed.Writer.TryWrite(Encoding.UTF8.GetBytes(text));

    public void Resize(TerminalSize size)
    {
        lock (_lock)
            _size = size;
    }

    /// <summary>Until the text was shown; fails the test with what was shown instead.</summary>
    public async Task ShownAsync(string text, CancellationToken cancellation)
    {
        while (!Shown.Contains(text, StringComparison.Ordinal))
        {
            if (cancellation.IsCancellationRequested)
                Assert.Fail($"Not shown: {text}{Environment.NewLine}Shown: {Shown}");
            await Task.Delay(20, CancellationToken.None);
        }
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        var typed = await _typed.Reader.ReadAsync(cancellation);
        typed.CopyTo(buffer);
        return typed.Length;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        lock (_lock)
            _shown.Write(bytes.Span);
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteErrorAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => WriteAsync(bytes, cancellation);
}
