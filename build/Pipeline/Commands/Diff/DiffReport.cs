using Cake.Core;
using Slipway.Ecs.Diffing;

namespace Slipway.Pipeline.Commands.Diff;

/// <summary>Differences for people: green is new, red goes, yellow becomes something else.</summary>
internal static class DiffReport
{
    public static void Write(DeploymentDifferences result, IConsole console)
    {
        console.WriteLine("{0}", Summary(result));
        foreach (var difference in result.Differences)
        {
            console.ForegroundColor = Colour(difference);
            console.WriteLine("  {0}", difference);
            console.ResetColor();
        }

        if (result.Remark is { } remark) console.WriteLine("{0}", remark);
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
