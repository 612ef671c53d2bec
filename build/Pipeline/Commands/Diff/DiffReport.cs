using Slipway.Ecs.Diffing;
using Slipway.Ecs.OneOff;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Diff;

/// <summary>Differences for people: green is new, red goes, yellow becomes something else.</summary>
internal static class DiffReport
{
    public static void Write(DeploymentDifferences result, ITerminal console)
    {
        console.WriteLine(Summary(result));
        Write(result.Differences, console);
        if (result.Remark is { } remark) console.WriteLine(remark);
    }

    public static void Write(ScheduleDifferences result, ITerminal console)
    {
        console.WriteLine(result switch
        {
            { Differences: null } => $"There is no schedule '{result.ScheduleName}' ({result.Name}) that runs tasks: a deployment would create it.",
            { IsEqual: true } => $"Schedule '{result.ScheduleName}' ({result.Name}) is as it would be deployed, but for the revision where its service changes.",
            _ => $"Schedule '{result.ScheduleName}' ({result.Name}): a deployment would change:",
        });
        Write(result.Differences ?? [], console);
    }

    /// <param name="isBefore">Whether it is run before the services move.</param>
    public static void Write(ReleaseTaskSettings task, bool isBefore, ITerminal console) =>
        console.WriteLine($"A deployment would run task '{task.Name}'{(task.Service is { } service ? $" of service '{service}'" : "")} {(isBefore ? "before anything moves" : "when all has moved")}: {CommandText.Of(task.Command)}");

    private static void Write(IEnumerable<Difference> differences, ITerminal console)
    {
        foreach (var difference in differences)
        {
            console.ForegroundColor = Colour(difference);
            console.WriteLine($"  {difference}");
            console.ResetColor();
        }
    }

    private static string Summary(DeploymentDifferences result) => result switch
    {
        { Runs: null } => $"There is no service '{result.Service}' in cluster '{result.Cluster}': a deployment would create it.",
        { IsEqual: true } => $"Service '{result.Service}' runs what would be deployed: {result.Runs}.",
        _ => $"Service '{result.Service}' runs {result.Runs}. A deployment would change:",
    };

    private static ConsoleColor Colour(Difference difference) => (difference.Before, difference.After) switch
    {
        (null, _) => ConsoleColor.Green,
        (_, null) => ConsoleColor.Red,
        _ => ConsoleColor.Yellow,
    };
}
