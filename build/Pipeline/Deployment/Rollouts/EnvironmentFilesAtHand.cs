using System.Text.RegularExpressions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>The environment files that the containers of a task definition take from S3, as far as their contents lie in the working tree.</summary>
internal static partial class EnvironmentFilesAtHand
{
    /// <returns>What the rehearsal's S3 begins with of them, as paths inside the repository.</returns>
    public static IReadOnlyList<string> Seeded(IEnumerable<string> arns, Paths paths) => [.. Objects(arns).Select(name => Inside(Path.Combine(paths.LocalAwsSeed, name), paths)).OfType<string>().Distinct()];

    /// <returns>Bucket and key of each, as in <c>shop/staging/web.env</c>.</returns>
    public static IReadOnlyList<string> Objects(IEnumerable<string> arns) => [.. arns.Select(arn => S3Object().Match(arn)).Where(match => match.Success).Select(match => match.Groups["object"].Value)];

    /// <returns>Null when there is no such file, or when it is not in the repository.</returns>
    public static string? Inside(string file, Paths paths)
    {
        var inside = Path.GetRelativePath(paths.Root, file).Replace('\\', '/');
        return !inside.StartsWith("../", StringComparison.Ordinal) && File.Exists(paths.InRepository(inside)) ? inside : null;
    }

    /// <summary>What is still to be filled in there: a sentence for each line, with its place.</summary>
    public static IEnumerable<string> ToBeFilledIn(TaskDefinitionDocument task, Paths paths) =>
        from file in Seeded(task.Containers.SelectMany(container => container.EnvironmentFiles), paths)
        from found in FillIn.InLines(File.ReadAllText(paths.InRepository(file)))
        select $"{file}:{found.Line}:1: {FillIn.LineSentence("this line", found.Marks)}";

    [GeneratedRegex(@"^arn:aws[a-z-]*:s3:::(?<object>[^/]+/.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex S3Object();
}
