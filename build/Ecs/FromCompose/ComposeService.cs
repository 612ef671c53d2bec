using System.Text.Json.Nodes;

namespace Slipway.Ecs.FromCompose;

/// <summary>One service of a Compose document.</summary>
public sealed class ComposeService(string name, JsonObject node)
{
    public string Name { get; } = name;

    public JsonObject Node { get; } = node;

    /// <summary>The name as ECS takes it for a container: letters, digits, <c>-</c> and <c>_</c>, 255 at most.</summary>
    public string ContainerName { get; } = EcsName.From(name);

    /// <summary>Null for a service that is only built.</summary>
    public string? Image => Node.Text("image");

    public bool IsBuilt => Node.Says("build");

    /// <summary>The folder that the image is built from, absolute; null when it is not built, or from elsewhere.</summary>
    public string? BuildContext => Node.Object("build").Text("context");

    /// <summary>Relative to the context; null for <c>Dockerfile</c>.</summary>
    public string? Dockerfile => Node.Object("build").Text("dockerfile");

    /// <summary>The Dockerfile's own text, where it stands in the Compose file.</summary>
    public string? InlineDockerfile => Node.Object("build").Text("dockerfile_inline");

    /// <summary>The stage that is built; null for the last.</summary>
    public string? BuildTarget => Node.Object("build").Text("target");

    /// <summary>Files and folders of this machine that are mounted, absolute.</summary>
    public IReadOnlyList<string> Mounted => [.. Node.Objects("volumes").Where(mount => mount.Text("type") == "bind").Select(mount => mount.Text("source")).OfType<string>()];

    /// <summary>Names of the document's <c>configs</c> that are mounted.</summary>
    public IReadOnlyList<string> Configurations => [.. Node.Objects("configs").Select(mount => mount.Text("source")).OfType<string>()];

    /// <summary>How many containers Compose starts of it; 0 for a service that it leaves out.</summary>
    public int Replicas => Node.Object("deploy").Integer("replicas") ?? Node.Integer("scale") ?? 1;

    /// <summary>
    /// <c>no</c>, <c>always</c>, <c>unless-stopped</c> or <c>on-failure</c>, also with a number of attempts, where the Compose file says it; null where it does not. What
    /// <c>deploy.restart_policy</c> says comes first.
    /// </summary>
    public string? Restart => Node.Object("deploy").Object("restart_policy").Text("condition") switch { "none" => "no", "any" => "always", null => Node.Text("restart"), var condition => condition };

    /// <summary>Its other names in Compose's networks.</summary>
    public IReadOnlyList<string> Aliases => [.. Node.Members("networks").SelectMany(network => (network.Value as JsonObject)?.Texts("aliases") ?? [])];

    public IReadOnlyList<string> Profiles => Node.Texts("profiles");

    /// <summary>A variable without a value is null: Compose takes it from the environment that it runs in.</summary>
    public IReadOnlyDictionary<string, string?> Environment
    {
        get
        {
            var variables = Node.Members("environment").ToDictionary(variable => variable.Key, variable => variable.Value.Text());

            // What is not interpolated is not normalised either: NAME=value, as it may be written.
            foreach (var pair in Node.Texts("environment").Select(text => text.Split('=', 2))) variables[pair[0]] = pair.ElementAtOrDefault(1);
            return variables;
        }
    }

    /// <summary>Ports that are published or, where the host's port is left to Docker, that would be.</summary>
    public IReadOnlyList<ComposePort> Ports => [.. Node.Objects("ports").Select(ComposePort.From).OfType<ComposePort>()];

    /// <summary>Names of the services that this one waits for, each with its condition, as in <c>service_healthy</c>.</summary>
    public IReadOnlyDictionary<string, string> DependsOn => Node.Members("depends_on")
        .ToDictionary(dependency => dependency.Key, dependency => (dependency.Value as JsonObject)?.Text("condition") ?? "service_started");

    /// <summary>The health check's command, with <c>CMD</c> or <c>CMD-SHELL</c> in front; empty when there is none, or it is disabled or checks nothing.</summary>
    public IReadOnlyList<string> HealthCommand => HasEmptyCheck ? [] : Test;

    /// <summary>Whether the health check is one that always succeeds, such as <c>/bin/true</c>.</summary>
    public bool HasEmptyCheck => Test is ["CMD", "true" or "/bin/true" or "/usr/bin/true" or ":"] || (Test is ["CMD-SHELL", var shell] && shell.Trim() is "true" or "/bin/true" or "/usr/bin/true" or ":" or "exit 0")
        || (Test is ["CMD", "sh" or "/bin/sh" or "bash" or "/bin/bash", "-c", var script] && script.Trim() is "true" or ":" or "exit 0");

    private IReadOnlyList<string> Test
    {
        get
        {
            var check = Node.Object("healthcheck");
            // What is not interpolated may be one text, as it may be written.
            var test = check["test"] is JsonValue ? ["CMD-SHELL", .. check.Texts("test").Where(text => text.Length > 0)] : check.Texts("test");
            return !check.Flag("disable") && test is ["CMD" or "CMD-SHELL", _, ..] ? test : [];
        }
    }

    /// <summary>What the service is, where its image, its name or its health check says it.</summary>
    public ServiceKind Kind => ServiceKinds.Of(this);
}
