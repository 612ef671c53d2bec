using System.Text.Json.Serialization;

namespace Slipway.LocalAws.CodeDeploy.Resources;

/// <summary>All that CodeDeploy knows, as it is stored in <c>codedeploy.json</c>.</summary>
public sealed record CodeDeployState
{
    public const string StateName = "codedeploy";

    /// <summary>By name.</summary>
    public Dictionary<string, Application> Applications { get; set; } = [];

    /// <summary>Those that were created, by name.</summary>
    public Dictionary<string, DeploymentConfig> Configs { get; set; } = [];

    /// <summary>Oldest first.</summary>
    public List<Deployment> Deployments { get; set; } = [];

    /// <summary>By the id of the deployment.</summary>
    public Dictionary<string, DeploymentSignals> Signals { get; set; } = [];

    public Deployment? Deployment(string id) => Deployments.Find(known => known.Id == id);

    public DeploymentConfig? Config(string name) => DeploymentConfig.Predefined.FirstOrDefault(known => known.Name == name) ?? Configs.GetValueOrDefault(name);

    public DeploymentSignals SignalsOf(string id) => Signals.GetValueOrDefault(id) ?? DeploymentSignals.None;

    public IEnumerable<Deployment> DeploymentsOf(string application, string group) => Deployments.Where(known => known.Application == application && known.Group == group);

    public CodeDeployState With(Application application) => this with { Applications = new(Applications) { [application.Name] = application } };

    /// <summary>Replaces the deployment of that id, or adds it.</summary>
    public CodeDeployState With(Deployment deployment) => this with
    {
        Deployments = Deployment(deployment.Id) is null
            ? [.. Deployments, deployment]
            : [.. Deployments.Select(known => known.Id == deployment.Id ? deployment : known)],
    };

    public CodeDeployState With(string id, DeploymentSignals signals) => this with { Signals = new(Signals) { [id] = signals } };
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CodeDeployState))]
internal sealed partial class CodeDeployJson : JsonSerializerContext;
