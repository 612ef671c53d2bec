using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>Sessions in a container of a service that has Exec on.</summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class ExecTests
{
    private const string Name = "session";

    private RehearsalCopy _copy = null!;

    [OneTimeSetUp]
    public async Task CreateServiceAsync()
    {
        _copy = await DeployedCopy.CloneAsync();
        SecondService.WriteArtifacts(_copy, Name, _ => { });
        var task = JsonNode.Parse(await File.ReadAllTextAsync(_copy.Workspace.PathOf("artifacts/local-taskdef.json")))!.AsObject();
        task["taskRoleArn"] = "arn:aws:iam::170904582664:role/session";
        _copy.Replace("slipway.yml", "      service: tutorbloc\n", $"      service: {Name}\n");
        using var aws = DeployedCopy.Calls();
        await aws.EcsAsync("RegisterTaskDefinition", task);
        await aws.EcsAsync("CreateService", new() { ["cluster"] = "local", ["serviceName"] = Name, ["taskDefinition"] = Name, ["desiredCount"] = 1, ["enableExecuteCommand"] = true });
        var limit = DateTime.UtcNow.AddMinutes(3);
        while ((int)(await SecondService.DescribeAsync(Name))["runningCount"]! == 0)
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(limit), $"Service '{Name}' does not run.");
            await Task.Delay(250);
        }
    }

    [OneTimeTearDown]
    public async Task DeleteServiceAsync()
    {
        if (_copy is null) return;
        await SecondService.DeleteAsync(Name);
        await _copy.DisposeAsync();
    }

    [Test]
    public async Task The_output_of_a_command_is_shown_without_a_terminal()
    {
        var result = await _copy.RunAsync("--target=Exec", "--env=local", "--container=blackbox", "--command=sh -c 'echo from $((6 * 7)); id -un'");

        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(result.Output, Does.Contain("from 42\r\nroot\r\n"));
    }

    [Test]
    public async Task A_shell_has_the_terminals_size_and_its_interruptions_and_leaves_the_terminal_as_it_was()
    {
        var command = _copy.BuildScript("--target=Exec", "--env=local") with { Environment = new Dictionary<string, string?> { ["TERM"] = "xterm" } };

        var session = await PseudoTerminal.RunAsync(
            command,
            rows: 31,
            columns: 97,
            new() { ["shown"] = "# ", ["type"] = "stty size\r" },
            new() { ["shown"] = "31 97\r\n", ["size"] = new JsonArray(40, 120), ["type"] = "until [ \"$(stty size)\" = '40 120' ]; do sleep 0.1; done; echo re''sized\r" },
            // What is waited for is not in what is typed, which the terminal shows, too. The program says that it runs itself: while the shell starts a program, an interruption may reach neither of them.
            new() { ["shown"] = "resized\r\n", ["type"] = "python3 -c 'import time; print(\"sta\" \"rted\"); time.sleep(600)'\r" },
            new() { ["shown"] = "started\r\n", ["type"] = "\u0003" },
            new() { ["shown"] = "KeyboardInterrupt", ["type"] = "echo code $?\r" },
            new() { ["shown"] = "code 130\r\n", ["type"] = "exit\r" });

        Assert.That((session.ExitCode, session.WasRaw, session.IsRestored), Is.EqualTo(((int?)0, true, true)), session.Shown);
    }
}
