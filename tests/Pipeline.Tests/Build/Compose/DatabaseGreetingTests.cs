
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Configuration;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Build.Compose;

public sealed class DatabaseGreetingTests
{
    [TestCase(DatabaseKind.MySql, " 5b 00 00 00 0a\n", null)]
    [TestCase(DatabaseKind.MySql, " 45 00 00 00 ff", "the server refused the connection")]
    [TestCase(DatabaseKind.MySql, "", "no answer on its port")]
    [TestCase(DatabaseKind.MySql, " 48 54 54 50 2f", "an answer that is not its protocol (48 54 54 50 2f)")]
    [TestCase(DatabaseKind.Postgres, " 4e\n", null)]
    [TestCase(DatabaseKind.Postgres, " 53\n", null)]
    [TestCase(DatabaseKind.Postgres, " 45\n", "an answer that is not its protocol (45)")]
    [TestCase(DatabaseKind.Tcp, "open\n", null)]
    [TestCase(DatabaseKind.Tcp, "", "no answer on its port")]
    public void Only_the_database_s_own_protocol_counts_as_an_answer(DatabaseKind kind, string output, string? problem)
    {
        Assert.That(DatabaseGreeting.Problem(kind, output), Is.EqualTo(problem));
    }

    [Test]
    public async Task The_probe_reads_the_first_bytes_of_a_real_connection()
    {
        using var server = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        server.Start();
        var accepted = AnswerAsync(server, [0x5b, 0, 0, 0, 0x0a, 0x35, 0x2e]);
        var command = DatabaseGreeting.ProbeCommand(DatabaseKind.MySql, ((System.Net.IPEndPoint)server.LocalEndpoint).Port);

        var probe = await CommandRunner.RunAsync(new(command[0], [.. command.Skip(1)]), CancellationToken.None);
        await accepted;

        Assert.That(DatabaseGreeting.Problem(DatabaseKind.MySql, probe.Output), Is.Null, probe.Error);
    }

    private static async Task AnswerAsync(System.Net.Sockets.TcpListener server, byte[] greeting)
    {
        using var client = await server.AcceptTcpClientAsync();
        await client.GetStream().WriteAsync(greeting);
    }
}
