using System.Text.Json.Nodes;
using Slipway.Ecs.FromCompose;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>
/// Secrets of a rehearsal that are not in the Compose file: they go to files of the S3 that LocalAws has from the beginning, which its
/// containers read them from, and not into a task definition that is committed.
/// </summary>
internal sealed class SecretEnvironment(string application, Paths paths)
{
    private string Bucket => $"{application.Replace('_', '-').Trim('-')}-secrets";

    /// <param name="secrets">Name and value, by Compose service.</param>
    /// <param name="document">Its containers are told where their files are.</param>
    /// <param name="executionRole">The ARN of the role that ECS would read them with.</param>
    public IReadOnlyList<GeneratedFile> Render(
        TargetEnvironment environment, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> secrets, TaskDefinitionDocument document, string executionRole, out IReadOnlyList<ConversionWarning> told)
    {
        var warnings = new List<ConversionWarning>();
        var files = new List<GeneratedFile>();
        foreach (var (name, variables) in secrets)
        {
            var service = new ComposeService(name, []);
            var container = document.Containers.First(other => other.Name == service.ContainerName);
            var lines = variables.Where(variable => !variable.Value.Contains('\n', StringComparison.Ordinal)).ToList();
            foreach (var (variable, _) in variables.Except(lines))
                warnings.Add(new(name, $"environment.{variable}", "it has several lines, which no environment file of ECS takes; it is left out"));
            if (lines.Count == 0) continue;
            var key = $"{environment.Name}/{service.ContainerName}.env";
            container.Node["environmentFiles"] = new JsonArray(new JsonObject { ["type"] = "s3", ["value"] = $"arn:aws:s3:::{Bucket}/{key}" });
            files.Add(new(PathOf(key), string.Concat(lines.Select(line => $"{line.Key}={line.Value}\n")), IsSecret: true));
            warnings.Add(new(name, "environment", $"{string.Join(", ", lines.Select(line => line.Key))}: secrets that are not in the Compose file are in {PathOf(key)}, which is not to be committed"));
        }

        if (files.Count > 0 && !document.Root.ContainsKey("executionRoleArn")) document.Root.Insert(document.Root.IndexOf("containerDefinitions"), "executionRoleArn", executionRole);
        told = warnings;
        return files;
    }

    private string PathOf(string key) => Path.GetRelativePath(paths.Root, Path.Combine(paths.LocalAwsSeed, Bucket, key)).Replace(Path.DirectorySeparatorChar, '/');
}
