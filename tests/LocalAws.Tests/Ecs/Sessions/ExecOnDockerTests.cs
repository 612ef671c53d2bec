using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Exec;
using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Sessions;

/// <summary>ECS Exec in a container that really runs, by Slipway's own client.</summary>
[Parallelizable(ParallelScope.All)]
[CancelAfter(300_000)]
public sealed class ExecOnDockerTests
{
    private static readonly Dictionary<string, string> Unsigned = [];

    [Test]
    public async Task A_shell_echoes_knows_the_size_is_interrupted_and_ends(CancellationToken cancellation)
    {
        await using var ecs = await EcsServer.StartAsync();
        var task = await StartAsync(ecs);
        var terminal = new ScriptedTerminal();
        var running = new CommandSession(terminal, TimeProvider.System).RunAsync(await OpenAsync(ecs, task, "/bin/sh"), Unsigned, cancellation);

        terminal.Type("stty size; id -u; echo $TERM $LANG; echo größe\r");
        await terminal.ShownAsync("C.UTF-8\r\ngröße\r\n", cancellation);
        terminal.Resize(new(100, 30));
        terminal.Type("until [ \"$(stty size)\" = '30 100' ]; do sleep 0.1; done; echo resized\r");
        await terminal.ShownAsync("\nresized\r\n", cancellation);
        // Says so itself: while the shell starts a program, an interruption may reach neither of them.
        terminal.Type("perl -e '$| = 1; print \"begun\\n\"; sleep 600'\r");
        await terminal.ShownAsync("\nbegun\r\n", cancellation);
        terminal.Type("\u0003");
        terminal.Type("echo code $?\r");
        await terminal.ShownAsync("code 130\r\n", cancellation);
        terminal.Type("exit 3\r");
        var result = await running;

        // As on AWS, the channel does not tell the 3.
        Assert.That(result, Is.EqualTo(new SessionResult(null, null)));
        Assert.That(terminal.Shown, Does.Contain("24 80\r\n0\r\nxterm-256color C.UTF-8\r\n"));
    }

    [Test]
    public async Task A_command_runs_without_a_shell_and_all_of_its_output_comes_in_order(CancellationToken cancellation)
    {
        await using var ecs = await EcsServer.StartAsync();
        var task = await StartAsync(ecs);
        var terminal = new ScriptedTerminal();

        var result = await new CommandSession(terminal, TimeProvider.System).RunAsync(await OpenAsync(ecs, task, "perl -e 'print \"$_ $ENV{OWN}\\n\" for 1..20000'"), Unsigned, cancellation);

        Assert.That(result, Is.EqualTo(new SessionResult(null, null)));
        Assert.That(terminal.Shown, Is.EqualTo(string.Concat(Enumerable.Range(1, 20_000).Select(number => $"{number} value\r\n"))));
    }

    [Test]
    public async Task What_cannot_be_started_and_who_has_not_the_token_is_told(CancellationToken cancellation)
    {
        await using var ecs = await EcsServer.StartAsync();
        var task = await StartAsync(ecs);
        var session = await OpenAsync(ecs, task, "/none");

        var missing = await new CommandSession(new ScriptedTerminal(), TimeProvider.System).RunAsync(session, Unsigned, cancellation);
        // A session is taken once.
        var lost = await Assert.ThrowsAsync<SessionException>(() => new CommandSession(new ScriptedTerminal(), TimeProvider.System).RunAsync(session, Unsigned, cancellation));

        Assert.That(missing.Problem, Does.StartWith("Unable to start command: Failed to start pty: exec: \"/none\": ").And.EndsWith("no such file or directory\n"));
        Assert.That(lost!.Message, Does.StartWith("The session's connection was closed before the session ended."));
    }

    [Test]
    public async Task A_cluster_that_encrypts_its_sessions_has_none_for_this_client(CancellationToken cancellation)
    {
        await using var ecs = await EcsServer.StartAsync();
        await ecs.CallAsync("UpdateCluster", """{"cluster": "local", "configuration": {"executeCommandConfiguration": {"kmsKeyId": "alias/exec"}}}""");
        var task = await StartAsync(ecs);

        var refused = await new CommandSession(new ScriptedTerminal(), TimeProvider.System).RunAsync(await OpenAsync(ecs, task, "sh"), Unsigned, cancellation);

        Assert.That(refused.Problem, Does.StartWith("The cluster encrypts its sessions with a KMS key"));
    }

    [Test]
    public async Task A_client_that_is_cancelled_leaves_no_program_behind(CancellationToken cancellation)
    {
        await using var ecs = await EcsServer.StartAsync();
        var task = await StartAsync(ecs);
        var session = await OpenAsync(ecs, task, "sleep 12345");
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = new CommandSession(new ScriptedTerminal(), TimeProvider.System).RunAsync(session, Unsigned, gone.Token);
        var id = (string)task["containers"]![0]!["runtimeId"]!;
        await Eventually.GetAsync(() => EcsServer.DockerAsync("top", id), processes => processes.Contains("sleep 12345", StringComparison.Ordinal));

        await gone.CancelAsync();
        await Assert.ThatAsync(() => running, Throws.InstanceOf<OperationCanceledException>());

        var left = await Eventually.GetAsync(() => EcsServer.DockerAsync("top", id), processes => !processes.Contains("sleep 12345", StringComparison.Ordinal));
        Assert.That(left, Does.Not.Contain("sleep 12345"));
    }

    [Test]
    public async Task A_client_whose_connection_is_lost_leaves_no_program_behind(CancellationToken cancellation)
    {
        await using var ecs = await EcsServer.StartAsync();
        var task = await StartAsync(ecs);
        var session = await OpenAsync(ecs, task, "sleep 23456");
        using var socket = new ClientWebSocket { Options = { Proxy = null } };
        await socket.ConnectAsync(session.StreamUrl, cancellation);
        using var channel = new DataChannel(socket, MessageTypes.Input, TimeProvider.System);
        await channel.OpenAsync(session.Token.Reveal(), cancellation);
        var running = new CommandSession(new ScriptedTerminal(), TimeProvider.System).RunAsync(channel, cancellation);
        var id = (string)task["containers"]![0]!["runtimeId"]!;
        await Eventually.GetAsync(() => EcsServer.DockerAsync("top", id), processes => processes.Contains("sleep 23456", StringComparison.Ordinal));

        socket.Abort();
        await Assert.ThatAsync(() => running, Throws.InstanceOf<SessionException>());

        var left = await Eventually.GetAsync(() => EcsServer.DockerAsync("top", id), processes => !processes.Contains("sleep 23456", StringComparison.Ordinal));
        Assert.That(left, Does.Not.Contain("sleep 23456"));
    }

    private static async Task<JsonNode> StartAsync(EcsServer ecs)
    {
        var container = EcsServer.Perl("web", "$SIG{TERM} = sub { exit }; sleep 600", """{"environment": [{"name": "OWN", "value": "value"}], "user": "nobody"}""");
        await ecs.CallAsync("RegisterTaskDefinition", $$"""{"family": "shop", "taskRoleArn": "shop", "containerDefinitions": [{{container.ToJsonString()}}]}""");
        await ecs.CallAsync("CreateService", """{"cluster": "local", "serviceName": "shop", "taskDefinition": "shop", "desiredCount": 1, "enableExecuteCommand": true}""");
        return await ecs.TaskAsync("shop", task => (string?)task["lastStatus"] == "RUNNING");
    }

    private static async Task<EcsSession> OpenAsync(EcsServer ecs, JsonNode task, string command)
    {
        var request = new JsonObject { ["cluster"] = "local", ["task"] = (string?)task["taskArn"], ["command"] = command, ["interactive"] = true };
        var session = (await ecs.CallAsync("ExecuteCommand", request.ToJsonString()))["session"]!;
        return new((string)session["sessionId"]!, new((string)session["streamUrl"]!), new((string)session["tokenValue"]!));
    }
}
