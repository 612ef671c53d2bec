using System.Text.Json.Nodes;
using Slipway.Ecs.Sources;
using Slipway.Pipeline.Commands.Lint;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tests.Configuration;

namespace Slipway.Pipeline.Tests.Commands.Lint;

/// <summary>A repository in a temporary folder, with one environment that is deployed from <c>task.json</c> and <c>appspec.yaml</c>.</summary>
internal sealed class LintedFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-lint-");

    public LintEnvironment Environment { get; set; } = new(
        "staging", "eu-west-2", "111122223333", "task.json", new("slipway.yml", 7, 5), "appspec.yaml", LaunchType: null, new Dictionary<string, IReadOnlyList<string>> { ["app"] = ["app"], ["web"] = ["web"] }, [])
    {
        Service = SettingsText.Parse(SettingsText.Smallest).Service,
    };

    public Paths Paths => new(_folder.FullName);

    /// <summary>A task definition with containers that have nothing wrong but what a test puts in.</summary>
    public LintedFolder Task(params string[] containers) => With("task.json", $$"""
        {
          "family": "shop", "executionRoleArn": "arn:aws:iam::111122223333:role/execution",
          "containerDefinitions": [
            {{string.Join(",\n    ", containers)}}
          ]
        }
        """);

    /// <param name="members">Further members, beginning with a comma.</param>
    public static string Container(string name, string members = "") => $$"""{ "name": "{{name}}", "image": "{{name}}", "memory": 128{{members}} }""";

    public LintedFolder With(string file, string text)
    {
        var path = Path.Combine(_folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public LintedFolder WithSecret(string path)
    {
        Environment = Environment with { SecretFiles = [.. Environment.SecretFiles, (path, new SourcePlace("slipway.yml", 9, 5))] };
        return this;
    }

    /// <param name="services">The member <c>services</c> of what Compose prints; <c>ROOT</c> is this folder.</param>
    /// <returns>Each finding as a line.</returns>
    public string[] Lint(string services = "{}", params AllowedFinding[] allowed) => [.. Report(services, allowed).Findings.Select(finding => finding.Headline)];

    public LintReport Report(string services = "{}", params AllowedFinding[] allowed)
    {
        var compose = new ComposeReading(JsonNode.Parse(services.Replace("ROOT", _folder.FullName))!.AsObject(), []);
        return ProjectLinter.Lint([(Environment, compose)], allowed, Paths, "slipway.yml");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
