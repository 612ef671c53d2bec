using System.Text.Json.Nodes;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>A command in a terminal of its own, where a person types what a test says. Python has what that takes on every system.</summary>
internal static class PseudoTerminal
{
    /// <summary>What came of it.</summary>
    /// <param name="ExitCode">Null when it did not end in time.</param>
    /// <param name="WasRaw">Whether the terminal handed on every key as it was typed, before the last step.</param>
    /// <param name="IsRestored">Whether the terminal's settings are as before.</param>
    public sealed record Result(int? ExitCode, bool WasRaw, bool IsRestored, string Shown);

    /// <param name="steps">Each with what is waited for (<c>shown</c>), and what is typed then (<c>type</c>), or the new rows and columns (<c>size</c>).</param>
    public static async Task<Result> RunAsync(Command command, int rows, int columns, params JsonObject[] steps)
    {
        var given = new JsonObject
        {
            ["command"] = new JsonArray([command.FileName, .. command.Arguments]),
            ["size"] = new JsonArray(rows, columns),
            ["steps"] = new JsonArray([.. steps]),
        };
        var script = Path.Combine(TestContext.CurrentContext.TestDirectory, "Failures", "pseudo_terminal.py");
        var ran = await CommandRunner.RunAsync(command with { FileName = "python3", Arguments = [script, given.ToJsonString()] }, TestContext.CurrentContext.CancellationToken);
        Assert.That(ran.ExitCode, Is.Zero, ran.Error);
        var result = JsonNode.Parse(ran.Output)!;
        await TestContext.Out.WriteLineAsync((string?)result["shown"]);
        return new((int?)result["exitCode"], (bool?)result["raw"] ?? false, (bool)result["restored"]!, (string)result["shown"]!);
    }
}
