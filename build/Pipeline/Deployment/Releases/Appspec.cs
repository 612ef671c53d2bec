using Slipway.Pipeline.Configuration.Errors;
using Slipway.Yaml;

namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>
/// appspec.yaml: what CodeDeploy deploys, and which container takes the traffic. Format: AWS CodeDeploy user guide, "AppSpec 'resources'
/// section for Amazon ECS deployments".
/// </summary>
/// <param name="Container">That takes the traffic; null where the text does not say.</param>
public sealed record Appspec(string Text, string? Container)
{
    private const string Type = "AWS::ECS::Service";

    /// <summary>The one that sends traffic to a container's port. CodePipeline puts the ARN of the revision that it registers in.</summary>
    public static Appspec For(string container, int port) => new(
        $"""
        version: 0.0
        Resources:
          - TargetService:
              Type: {Type}
              Properties:
                TaskDefinition: <TASK_DEFINITION>
                LoadBalancerInfo:
                  ContainerName: "{container}"
                  ContainerPort: {port}

        """,
        container);

    /// <summary>One of the repository's own, which continues as it is.</summary>
    public static Appspec Read(string text, string file)
    {
        var (properties, _) = Properties(text, file);
        return new(text, properties is null ? null : Scalar(Value(properties, "LoadBalancerInfo"), "ContainerName")?.Text);
    }

    /// <summary>What keeps CodeDeploy from deploying the release by it: one sentence each, with its place.</summary>
    public static IEnumerable<string> Problems(string text, string file)
    {
        var (properties, problem) = Properties(text, file);
        if (properties is null) return [problem];

        var problems = new List<string>();
        var balancer = Value(properties, "LoadBalancerInfo");
        if (Scalar(properties, "TaskDefinition") is not { } task) problems.Add(Missing(properties, "TaskDefinition", "<TASK_DEFINITION>"));
        else if (task.Text.StartsWith("arn:", StringComparison.Ordinal)) problems.Add($"{task.Place}: TaskDefinition is '{task.Text}', which CodeDeploy would deploy in place of the release. Write <TASK_DEFINITION>.");
        if (Scalar(balancer, "ContainerName") is null) problems.Add(Missing(balancer ?? properties, "LoadBalancerInfo.ContainerName", "the container that takes the traffic"));
        if (Scalar(balancer, "ContainerPort") is not { } port) problems.Add(Missing(balancer ?? properties, "LoadBalancerInfo.ContainerPort", "the port that takes the traffic"));
        else if (!ushort.TryParse(port.Text, out var number) || number == 0) problems.Add($"{port.Place}: ContainerPort is '{port.Text}', and must be a number from 1 to 65535.");
        return problems;
    }

    private static (MappingNode? Properties, string Problem) Properties(string text, string file)
    {
        Node? root;
        try
        {
            var errors = new ErrorList();
            root = errors.ReadYaml(text, file);
            errors.ThrowIfAny();
        }
        catch (ConfigurationException unreadable)
        {
            return (null, string.Join('\n', unreadable.Errors.Select(error => $"{error.Place}: {error.Message}.")));
        }

        if (Value(root, "Resources") is not SequenceNode { Items: [MappingNode { Entries: [{ Value: var resource } entry, ..] }, ..] })
            return (null, $"{root?.Place ?? new(file, 1, 1)}: there is no list 'Resources' with a 'TargetService' in it.");
        if (Scalar(resource, "Type")?.Text is var type && type != Type)
            return (null, $"{entry.Place}: the Type of '{entry.Key}' must be {Type}{(type is null ? ", and there is none" : $", and is '{type}'")}.");
        return Value(resource, "Properties") is MappingNode properties ? (properties, "") : (null, $"{entry.Place}: '{entry.Key}' has no 'Properties'.");
    }

    private static Node? Value(Node? node, string key) => (node as MappingNode)?.Find(key)?.Value;

    private static ScalarNode? Scalar(Node? node, string key) => Value(node, key) is ScalarNode { IsNull: false } scalar ? scalar : null;

    private static string Missing(Node node, string key, string what) => $"{node.Place}: '{key}' is missing; write {what} there.";
}
