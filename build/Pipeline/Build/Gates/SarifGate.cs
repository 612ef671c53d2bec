using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Build.Gates;

/// <summary>Runs a program that writes SARIF, and judges what it has found. Whatever is not surely good is not good.</summary>
public sealed class SarifGate(IGateProgram program, SarifFile kept, Paths paths, ILog log, TimeProvider time)
{
    public async Task<GateVerdict> RunAsync(GateSettings gate, IReadOnlyDictionary<string, string> variables, Action<string> onLine, CancellationToken cancellation)
    {
        var run = await program.RunAsync(gate, variables, gate.Sarif, onLine, cancellation);
        if ((gate.Sarif is null ? run.Output : run.File) is not { } text || string.IsNullOrWhiteSpace(text)) return GateVerdict.Failed(gate, [], NothingWritten(gate, run));
        try
        {
            return await JudgeAsync(gate, run, SarifReader.Parse(text), cancellation);
        }
        catch (FormatException broken)
        {
            return GateVerdict.Failed(gate, [], $"{gate.Place}: gate '{gate.Name}' wrote what cannot be read as SARIF to {Target(gate)}: {broken.Message.TrimEnd('.')}. It ended with exit code {run.ExitCode}; its output is above.");
        }
    }

    private async Task<GateVerdict> JudgeAsync(GateSettings gate, GateRun run, JsonObject sarif, CancellationToken cancellation)
    {
        var adapted = new SarifPaths(program.Sources, paths.Root);
        var results = SarifReader.Results(sarif, gate.FailOn, adapted).Where(one => one.Finding.Level != GateLevel.None && !SarifReader.IsGone(one.Result)).ToList();
        var findings = results.Where(one => !SarifReader.IsSuppressed(one.Result) && !IsAccepted(gate, one.Result, one.Finding)).Select(one => one.Finding).ToList();
        await kept.WriteAsync(gate.Name, sarif, adapted, cancellation);
        foreach (var useless in gate.Ignores.Where(accepted => !results.Exists(one => Matches(accepted, one.Finding))))
            log.Warning("{0}: gate '{1}' has not found {2}, which is accepted: take the entry out.", useless.Place, gate.Name, useless.Rule);
        var verdict = Problem(gate, run, sarif, findings) is { } problem ? GateVerdict.Failed(gate, findings, problem) : new(gate, findings, null, 0);
        return verdict with { Accepted = results.Count - findings.Count };
    }

    private static string? Problem(GateSettings gate, GateRun run, JsonObject sarif, List<GateFinding> findings)
    {
        if (findings.FirstOrDefault(finding => finding.Fails) is { } first)
        {
            var count = findings.Count(finding => finding.Fails);
            return $"{gate.Place}: gate '{gate.Name}' has {(count == 1 ? "1 finding" : $"{count} findings")} at '{gate.FailOn.Text}' or above: {first.Rule}{(first.Place.Length == 0 ? "" : $" at {first.Place}")}{(count == 1 ? "" : $" and {count - 1} more")}. "
                + $"Fix what is in the table above, or accept it for a time with its reason under 'gates.{gate.Name}.ignore'.";
        }

        if (SarifReader.SaysItFailed(sarif)) return $"{gate.Place}: gate '{gate.Name}' says itself that its run was not complete ('executionSuccessful' is false in {SarifFile.NameOf(gate.Name)}). Its output is above.";

        // Many tools end with 1 because they have found something, and what they have found is judged here.
        return run.ExitCode != 0 && sarif["runs"]!.AsArray().All(one => one!["results"]!.AsArray().Count == 0)
            ? $"{gate.Place}: gate '{gate.Name}' found nothing and ended with exit code {run.ExitCode}, so that it may not have looked at everything: {string.Join(' ', gate.Command)}. Its output is above."
            : null;
    }

    private bool IsAccepted(GateSettings gate, JsonObject result, GateFinding finding)
    {
        var matching = gate.Ignores.Where(accepted => Matches(accepted, finding)).ToList();
        if (matching.Find(accepted => accepted.Until >= Today) is { } valid)
        {
            SarifFile.Accept(result, valid);
            return true;
        }

        if (matching is [var expired, ..]) log.Warning("{0}: gate '{1}': {2} was accepted until {3:yyyy-MM-dd} ({4}), and counts again.", expired.Place, gate.Name, expired.Rule, expired.Until, expired.Reason);
        return false;
    }

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private static bool Matches(GateIgnore accepted, GateFinding finding) => accepted.Rule == finding.Rule
        && (accepted.Path is not { } path || finding.File == path || finding.File.StartsWith($"{path.TrimEnd('/')}/", StringComparison.Ordinal));

    private static string NothingWritten(GateSettings gate, GateRun run) =>
        $"{gate.Place}: gate '{gate.Name}' wrote no SARIF to {Target(gate)} (exit code {run.ExitCode}{(gate.Command.Count == 0 ? "" : $": {string.Join(' ', gate.Command)}")}). Its output is above.";

    private static string Target(GateSettings gate) => gate.Sarif is { } file ? $"'{file}'" : "standard output ('sarif' names a file)";
}
