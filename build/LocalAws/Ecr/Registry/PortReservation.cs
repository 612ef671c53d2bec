using System.Net.Sockets;

namespace Slipway.LocalAws.Ecr.Registry;

/// <summary>
/// Holds the registry's port until its container is about to take it: its image may have to be built first, and a second LocalAws that
/// starts meanwhile would choose the same port. The claim on the port stays as long as the process.
/// </summary>
internal sealed class PortReservation(Socket? listener, Socket? claim = null) : IDisposable
{
    private Socket? _listener = listener;

    public bool IsHeld => _listener is not null;

    public void Release()
    {
        _listener?.Dispose();
        _listener = null;
    }

    public void Dispose()
    {
        Release();
        claim?.Dispose();
    }
}
