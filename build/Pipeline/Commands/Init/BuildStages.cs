using System.Text.RegularExpressions;
using Slipway.Ecs.FromCompose;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>Finds images that are built to a stage in the middle of their Dockerfile, as it is done for development.</summary>
internal static partial class BuildStages
{
    /// <summary>Sentences, one for each service whose <c>build.target</c> is not the last stage.</summary>
    public static IEnumerable<string> Warnings(IEnumerable<ComposeService> services)
    {
        foreach (var service in services)
        {
            if (service.BuildTarget is not { Length: > 0 } target || Text(service) is not { } text) continue;
            var stages = Stage().Matches(text).Select(stage => stage.Groups["name"].Value).ToList();
            var index = stages.FindIndex(stage => string.Equals(stage, target, StringComparison.OrdinalIgnoreCase));
            if (index < 0 && int.TryParse(target, out var number)) index = number;
            if (index < 0 || index >= stages.Count - 1) continue;
            var last = stages[^1].Length > 0 ? $"'{stages[^1]}'" : $"stage {stages.Count - 1}";
            yield return $"{service.Name}: 'build.target' is '{target}', and the last stage of its Dockerfile is {last}. The image that is deployed would be '{target}' everywhere; if that is for development, write 'build: {{ target: … }}' at images.{service.Name} in slipway.yml.";
        }
    }

    private static string? Text(ComposeService service)
    {
        if (service.InlineDockerfile is { } text) return text;
        var file = service.BuildContext is { } context ? Path.Combine(context, service.Dockerfile ?? "Dockerfile") : null;
        return file is not null && File.Exists(file) ? File.ReadAllText(file) : null;
    }

    [GeneratedRegex(@"^[ \t]*FROM[ \t]+(--\S+[ \t]+)*\S+([ \t]+AS[ \t]+(?<name>\S+))?", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Stage();
}
