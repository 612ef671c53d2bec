using System.Text;
using Slipway.Ecs.FromCompose.Splitting;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>Writes <c>deploy</c> of one environment in <c>slipway.yml</c> with several services.</summary>
internal sealed class ServicesSection(Application application, TargetEnvironment environment, ServiceSplit split)
{
    private readonly StringBuilder _text = new();

    public string Render()
    {
        Line("    deploy:");
        Line("      strategy: rolling");
        Line(environment.IsRehearsal ? "      cluster: local" : $"      # cluster: my-cluster   # {FillIn.Word}: the ECS cluster; take the comment away");
        if (environment.LaunchType == LaunchType.Fargate)
        {
            Line("      launchType: fargate");
            if (!environment.IsRehearsal) Line(SettingsFile.Network);
        }

        Line($"      services:{(environment.IsRehearsal ? "" : "   # made by the first deployment, where they are not there")}");
        foreach (var group in split.Groups) Add(group);
        return _text.ToString();
    }

    private void Add(ServiceGroup group)
    {
        Line($"        {Yaml.Scalar(group.Name)}:");
        Line($"          service: {Yaml.Scalar($"{environment.Family(application)}-{group.Name}")}");
        Line($"          serviceDefinition: {Yaml.Scalar(environment.ServiceDefinitionFileOf(group.Name))}");
        if (group.After.Count > 0) Line($"          after: {Yaml.List(group.After)}");
        if (application.EndpointOf(environment, group) is not { } web) return;
        var isMain = application.Web?.Service.Name == web.Service.Name;
        if (!environment.IsRehearsal) AddTargetGroup(web);
        else if (IsLed(web)) Line($"          {web.BalancerLine(isMain)}");
        // That of the first is for the environment as a whole.
        if (environment.IsRehearsal && !isMain && (IsLed(web) ? web.Port.Published > 0 ? web.BalancedUrl : null : web.Url) is { } url) Line($"          verify: {{ url: \"{url}\" }}");
    }

    /// <summary>Whether the port is not published on this machine as it is in Compose.</summary>
    private bool IsLed(WebEndpoint web) => environment.LaunchType == LaunchType.Fargate || split.Displaced.ContainsKey((web.Service.Name, web.PublishedAt));

    private void AddTargetGroup(WebEndpoint web) =>
        Line($"          # loadBalancer: {{ container: {Yaml.Scalar(web.Service.ContainerName)}, port: {web.Port.Target}, targetGroup: \"arn:aws:elasticloadbalancing:…\" }}   # {FillIn.Word}: the target group that leads visitors here; take the comment away");

    private void Line(string text) => _text.Append(text).Append('\n');
}
