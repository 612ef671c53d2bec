using Slipway.Ecs.FromCompose;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>Says what was written, what was left, every warning once, and what to do next.</summary>
internal sealed class InitReport(ILog log)
{
    public void Print(InitResult result)
    {
        foreach (var outcome in result.Files) Print(outcome);
        foreach (var group in result.Warnings.GroupBy(named => named.Warning).GroupBy(group => string.Join(", ", group.Select(named => named.File).Distinct())))
        {
            log.Information("");
            log.Information("{0}", $"What {group.Key} does not carry over, or not as it was:");
            // What holds for several services is said once.
            foreach (var same in group.Select(named => named.Key).GroupBy(warning => (warning.Key, warning.Reason), warning => warning.Service))
                log.Warning("  {0}.", new ConversionWarning(string.Join(", ", same), same.Key.Key, same.Key.Reason));
        }

        Print("", result.Notes);
        Print("Next:", result.NextSteps);
    }

    private void Print(WriteOutcome outcome)
    {
        var path = outcome.File.Path;
        switch (outcome.Result)
        {
            case WriteResult.Written when outcome.Kept is { } kept:
                log.Information("Wrote {0}; what it was is in {1}.", path, kept);
                break;
            case WriteResult.Written:
                log.Information("Wrote {0}.", path);
                break;
            case WriteResult.Unchanged:
                log.Information("{0} is there already, the same.", path);
                break;
            default:
                log.Warning("Left {0} as it is, which differs from what would be written; --force replaces it and keeps the old one beside it.", path);
                break;
        }
    }

    private void Print(string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) return;
        log.Information("");
        if (title.Length > 0) log.Information("{0}", title);
        foreach (var line in lines) log.Information("{0}", title.Length > 0 ? $"  {line}" : line);
    }
}
