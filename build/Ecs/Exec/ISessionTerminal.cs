namespace Slipway.Ecs.Exec;

/// <summary>The person's side of a session: what is typed, and where output goes.</summary>
public interface ISessionTerminal
{
    /// <summary>As it is now; asked again and again.</summary>
    TerminalSize Size { get; }

    /// <summary>Reads what is typed, as the terminal gives it.</summary>
    /// <returns>The number of bytes; 0 when nothing more comes.</returns>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation);

    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation);

    ValueTask WriteErrorAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation);
}
