using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Slipway.LocalAws.LoadBalancing.Proxy;

/// <summary>One conversation with HAProxy's administration (its Runtime API): commands are sent together, answers come in their order.</summary>
public sealed class AdminConnection : IDisposable
{
    /// <summary>What HAProxy says when it is ready for the next command.</summary>
    private const string Prompt = "\n> ";

    /// <summary>For each answer: HAProxy does one command in a turn, between the requests that it serves.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpClient _client;
    private readonly TimeProvider _time;
    private readonly StringBuilder _received = new();
    private readonly byte[] _buffer = new byte[16 * 1024];

    private AdminConnection(TcpClient client, TimeProvider time)
    {
        _client = client;
        _time = time;
    }

    /// <exception cref="IOException">Nobody is there.</exception>
    /// <exception cref="TimeoutException">Somebody is, and is too busy to answer.</exception>
    /// <param name="port">On 127.0.0.1.</param>
    /// <param name="login">What the container wants to read first: all users of this machine reach the port.</param>
    public static async Task<AdminConnection> OpenAsync(int port, string login, TimeProvider time, CancellationToken cancellationToken)
    {
        var connection = new AdminConnection(new() { NoDelay = true }, time);
        try
        {
            await connection._client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            // The container reads the login from there; HAProxy ignores what follows its command.
            await connection.AskAsync([$"prompt {login}"], cancellationToken);
            return connection;
        }
        catch (SocketException error)
        {
            connection.Dispose();
            throw new IOException($"HAProxy does not answer on 127.0.0.1:{port}: {error.Message}", error);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <returns>One answer for each command, without blank lines around it.</returns>
    /// <exception cref="IOException">HAProxy went away.</exception>
    /// <exception cref="TimeoutException">HAProxy is there, and did not answer in time.</exception>
    public async Task<IReadOnlyList<string>> AskAsync(IReadOnlyList<string> commands, CancellationToken cancellationToken)
    {
        var stream = _client.GetStream();
        var sent = stream.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(commands.Select(command => command + "\n"))), cancellationToken);
        var answers = new List<string>();
        while (answers.Count < commands.Count)
            answers.Add(await InTimeAsync(token => ReadAnswerAsync(stream, token), cancellationToken));
        await sent;
        return answers;
    }

    public void Dispose() => _client.Dispose();

    private async Task<string> InTimeAsync(Func<CancellationToken, Task<string>> read, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await read(either.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"HAProxy did not answer within {Patience.TotalSeconds:0} s.", late);
        }
    }

    private async Task<string> ReadAnswerAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        int end;
        while ((end = _received.ToString().IndexOf(Prompt, StringComparison.Ordinal)) < 0)
        {
            var count = await stream.ReadAsync(_buffer, cancellationToken);
            if (count == 0)
                throw new IOException("HAProxy closed its administration.");
            _received.Append(Encoding.UTF8.GetString(_buffer, 0, count));
        }

        var answer = _received.ToString(0, end);
        _received.Remove(0, end + Prompt.Length);
        // After each line of a text that belongs to a command it asks for the next one with a plus.
        return answer.TrimStart('+', ' ', '\n').TrimEnd();
    }
}
