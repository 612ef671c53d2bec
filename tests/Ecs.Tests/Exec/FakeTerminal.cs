using System.Text;
using System.Threading.Channels;
using Slipway.Ecs.Exec;

namespace Slipway.Ecs.Tests.Exec;

/// <summary>A person who types what a test says.</summary>
internal sealed class FakeTerminal : ISessionTerminal
{
    private readonly Channel<byte[]> _typed = Channel.CreateUnbounded<byte[]>();
    private readonly StringBuilder _shown = new();
    private readonly StringBuilder _errors = new();

    public TerminalSize Size { get; set; } = new(80, 24);

    /// <summary>What reading from it throws.</summary>
    public Exception? Failure { get; set; }

    public string Shown => _shown.ToString();

    public string Errors => _errors.ToString();

    public void Type(string text) => _typed.Writer.TryWrite(Encoding.UTF8.GetBytes(text));

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        if (Failure is not null) throw Failure;
        var typed = await _typed.Reader.ReadAsync(cancellation);
        typed.CopyTo(buffer);
        return typed.Length;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        _shown.Append(Encoding.UTF8.GetString(bytes.Span));
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteErrorAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        _errors.Append(Encoding.UTF8.GetString(bytes.Span));
        return ValueTask.CompletedTask;
    }
}
