using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of an entry of <c>deploy.services</c>.</summary>
internal static class ServiceEntryKeys
{
    private const string Inherited = "what `deploy` has";

    private static readonly Key<DeployStrategy> Strategy = Own(ServiceKeys.Strategy);

    private static readonly Key<string> Service = new(ServiceKeys.Service.Name, new TextSchema(TextRules.EcsName), ServiceKeys.Service.Description) { IsRequired = true, Example = "shop-worker" };

    private static readonly Key<Template> TaskDefinition = Own(ServiceKeys.TaskDefinition, "`taskdefs/{env}-NAME-taskdef.json`, with the service's name");

    private static readonly Key<Template> ServiceDefinition = Own(ServiceKeys.ServiceDefinition, "none; the service has what it has");

    private static readonly Key<string> Appspec = Own(ServiceKeys.Appspec, "`NAME-appspec.yaml`, with the service's name");

    private static readonly Key<int> DesiredCount = Own(ServiceKeys.DesiredCount);

    private static readonly Key<CodeDeploySettings> CodeDeploy = Own(ServiceKeys.CodeDeploy, "none");

    private static readonly Key<LaunchType> LaunchType = Own(ServiceKeys.LaunchType);

    private static readonly Key<LoadBalancerSettings> LoadBalancer = Own(ServiceKeys.LoadBalancer, "what the service has");

    private static readonly Key<NetworkSettings> Network = Own(ServiceKeys.Network);

    private static readonly Key<bool> SuspendScaling = Own(ServiceKeys.SuspendScaling);

    private static readonly Key<IReadOnlyList<VerifySettings>> Verify = new(
        "verify", new OneOrListSchema<VerifySettings>(VerifyKeys.Shape), "How the service shows that it works, beside what `verify` of the top level asks.");

    private static readonly Key<IReadOnlyList<string>> After = new(
        "after",
        new OneOrListSchema<string>(new TextSchema(TextRules.ServiceName)),
        "The services that are moved before this one: a name, or a list of names. All others are moved at the same time.")
    {
        DefaultInWords = "none",
        Example = new[] { "web" },
    };

    public static readonly ObjectSchema<ServiceEntry> Shape = new(
        [Strategy, Service, TaskDefinition, ServiceDefinition, Appspec, DesiredCount, CodeDeploy, LaunchType, LoadBalancer, Network, SuspendScaling, Verify, After], read => new(read.Name, read.Place, read));

    /// <summary>The service: what it says itself, else what <c>deploy</c> says for all.</summary>
    public static ServiceSettings Build(Values deploy, Values own, string? cluster)
    {
        if (!own.IsWritten(Strategy) && !deploy.IsWritten(ServiceKeys.Strategy)) own.Missing(Strategy.Name, "; write it there, or for all services in 'deploy'");
        var strategy = own.IfGiven(Strategy) ?? deploy.Of(ServiceKeys.Strategy);
        if (strategy == DeployStrategy.BlueGreen) ServiceKeys.Require(own, CodeDeploy, "; strategy 'blue-green' needs its 'application' and 'deploymentGroup'");
        var (launchType, network) = (own.IfGiven(LaunchType) ?? deploy.IfGiven(ServiceKeys.LaunchType), own.OrNull(Network));
        ServiceKeys.NotePublicIp(own, launchType, network ?? deploy.OrNull(ServiceKeys.Network), network is null ? deploy.PathOf(ServiceKeys.Network) : own.PathOf(Network));
        ServiceKeys.NoteUselessDefinition(own, ServiceDefinition, strategy);
        // A name that none can have is a mistake already.
        var hasName = TextRules.ServiceName.Check(own.Name) is null;
        var file = own.OrNull(TaskDefinition) ?? (hasName ? Template.Parse($"taskdefs/{{env}}-{own.Name}-taskdef.json", TemplateKind.Path, own.Place) : own.Of(TaskDefinition));
        return new(
            own.Name, strategy, cluster, own.OrNull(Service), file, own.OrNull(Appspec) ?? $"{own.Name}-appspec.yaml", own.IfGiven(DesiredCount) ?? deploy.IfGiven(ServiceKeys.DesiredCount),
            own.OrNull(CodeDeploy), launchType, own.OrNull(LoadBalancer), own.Place)
        {
            Path = $"deploy.services.{own.Name}",
            ServiceDefinition = own.OrNull(ServiceDefinition),
            Network = network ?? deploy.OrNull(ServiceKeys.Network),
            SuspendsScaling = own.IfGiven(SuspendScaling) ?? deploy.Of(ServiceKeys.SuspendScaling),
            Verify = own.OrNull(Verify) ?? [],
            After = own.OrNull(After) ?? [],
            Places = own.Context.Places,
        };
    }

    private static Key<T> Own<T>(Key<T> key, string words = Inherited) => new(key.Name, (Schema<T>)key.Schema, key.Description) { DefaultInWords = words, Example = key.Example };
}
