using System.Text.RegularExpressions;
using Slipway.Ecs.Images;
using Slipway.Ecs.Linting;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>Whether each container's image is one that a release brings, or one that can be pulled as it is written.</summary>
internal static partial class ImageChecks
{
    public static IEnumerable<Finding> Find(TaskDefinitionFile task, LintEnvironment environment)
    {
        var released = environment.Containers.Values.SelectMany(names => names).ToHashSet();
        foreach (var container in task.Containers)
        {
            if (container.Member("image") is not { Scalar: { } image } at || container.TextOf("name") is not { } name || released.Contains(name)) continue;
            // What no engine could pull has been said by the rules for one file.
            if (ServiceOf(image, environment) is not null || ImageSpelling.Problem(image) is not null) continue;
            var (registry, version) = (Registry().IsMatch(image), Version().IsMatch(image));
            if (!registry || !version)
                yield return task.Find(ProjectRules.NoRepository, at, Message(image, name, registry, version)) with { Severity = registry || version ? Severity.Warning : Severity.Error };
        }
    }

    private static string Message(string image, string container, bool registry, bool version) => (registry, version) switch
    {
        (true, false) => $"The image '{image}' of container '{container}' has no tag or digest: it is whatever 'latest' is when a task starts.",
        (false, true) => $"The image '{image}' of container '{container}' names no registry: it comes from Docker Hub, whose limits apply to the cluster.",
        _ => $"The image '{image}' of container '{container}' comes from no image of the release, and names neither a registry nor a tag or digest.",
    };

    private static string? ServiceOf(string image, LintEnvironment environment) =>
        environment.Containers.Keys.FirstOrDefault(service => image == $"<{NoLetterOrDigit().Replace(service, "_").ToUpperInvariant()}>");

    // A first component with a dot or a port, or localhost, is a registry; everything else is a repository of Docker Hub.
    [GeneratedRegex(@"^(localhost|[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+|[A-Za-z0-9.-]+(?=:\d+/))(:\d+)?/", RegexOptions.ExplicitCapture)]
    private static partial Regex Registry();

    [GeneratedRegex("(:[A-Za-z0-9_][A-Za-z0-9_.-]*|@sha256:[0-9a-f]{64})$", RegexOptions.ExplicitCapture)]
    private static partial Regex Version();

    [GeneratedRegex("[^A-Za-z0-9]")]
    private static partial Regex NoLetterOrDigit();
}
