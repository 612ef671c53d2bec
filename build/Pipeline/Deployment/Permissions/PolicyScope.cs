using System.Text.Json.Nodes;
using Amazon;
using Slipway.Aws.S3;
using Slipway.Ecs.Images;
using Slipway.Ecs.Logs;
using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.OneOff;
using Slipway.Pipeline.Environments.Locking;

namespace Slipway.Pipeline.Deployment.Permissions;

/// <summary>The resources that one of an environment's services works on, and those that all of its services share, as names for the ARNs of policies.</summary>
internal sealed class PolicyScope
{
    /// <summary>Stands where the configuration cannot know a name, as in the files that Init writes.</summary>
    public const string FillIn = "FILL-IN";

    private const string Role = "role";
    private const string InfrastructureRole = "infrastructureRole";
    private const string TaggedServiceName = "taggedService";
    private const string MarkedServiceName = "markedService";
    private const string ScaledServiceName = "scaledService";
    private const string ScheduleRole = "scheduleRole";

    /// <summary>Names that a service may lack: an action on one of them is not needed then.</summary>
    public static readonly IReadOnlyList<string> Optional = [Role, InfrastructureRole, TaggedServiceName, MarkedServiceName, ScaledServiceName, ScheduleRole];

    private readonly Settings _settings;
    private readonly PlaceholderValues _placeholders;
    private readonly Dictionary<string, string> _common;
    private readonly JsonObject? _definedService;

    /// <param name="settings">About one service.</param>
    /// <param name="placeholders">Those of builds and commits are wildcards.</param>
    /// <param name="account">Twelve digits.</param>
    /// <param name="definition">The service's.</param>
    /// <param name="definedService">What the service shall have beside it; null where no file says it.</param>
    public PolicyScope(Settings settings, PlaceholderValues placeholders, string account, TaskDefinitionDocument definition, ServiceDefinition? definedService)
    {
        (_settings, _placeholders, Definition, _definedService) = (settings, placeholders, definition, definedService?.AsService());
        IsConnected = definedService is { IsConnected: true };
        _common = new(StringComparer.Ordinal)
        {
            ["partition"] = RegionEndpoint.GetBySystemName(settings.Region).PartitionName,
            ["region"] = settings.Region,
            ["account"] = account,
            ["family"] = definition.Family,
        };
        if (settings.Service is { Cluster: { } cluster, EcsName: { } service }) (_common["cluster"], _common["service"]) = (cluster, service);
        if (settings.Pipeline is { } pipeline) _common["pipeline"] = pipeline;
        if (settings.Service.CodeDeploy is { } codeDeploy) (_common["application"], _common["group"]) = (codeDeploy.Application, codeDeploy.DeploymentGroup);
    }

    public Settings Settings => _settings;

    public TaskDefinitionDocument Definition { get; }

    /// <summary>Account, region, cluster, service and family.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> Service => [_common];

    /// <summary>Any service of the cluster.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> ServicesOfCluster => [With(("service", "*"))];

    /// <summary>One for each role of the task definition; one without a role where it has none.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> Roles => PassedRoles.Any() ? PassedRoles.Select(role => With((Role, role))) : [_common];

    /// <summary>The same with the roles that ECS itself takes on for the service, and the service where it is tagged.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> RolesOfService => Roles.Concat(InfrastructureRoles.Select(role => With((InfrastructureRole, role)))).Concat(TaggedService);

    /// <summary>The service, where its definition has tags.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> TaggedService =>
        _definedService?["tags"] is JsonArray { Count: > 0 } && _common.TryGetValue("service", out var name) ? [With((TaggedServiceName, name))] : [];

    /// <summary>The service, where it is one of several, which are tagged with what they run.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> MarkedService => _settings.Deploy.Aside.Count > 0 && _common.TryGetValue("service", out var name) ? [With((MarkedServiceName, name))] : [];

    /// <summary>The service, where its scaling is suspended while it is deployed.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> ScaledService => _settings.Service.SuspendsScaling && _common.TryGetValue("service", out var name) ? [With((ScaledServiceName, name))] : [];

    /// <summary>Those that run the service's task definition, with the roles that EventBridge Scheduler takes on for them.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> Schedules => _settings.Schedules.Select(schedule => With(
        ("schedule", schedule.NameIn(_settings, _placeholders)), ("scheduleGroup", schedule.Group), (ScheduleRole, schedule.Role?.Render(_placeholders) ?? Iam($"role/{FillIn}"))));

    /// <summary>Whether a file says what the service has beside its task definition.</summary>
    public bool HasServiceDefinition => _definedService is not null;

    /// <summary>Whether that puts the service into a namespace of Service Connect.</summary>
    public bool IsConnected { get; }

    private bool Runs(IEnumerable<ReleaseTaskSettings> tasks) => tasks.Any(task => task.IsOf(_settings.Service) && CommandContainer.Of(task, Definition, _settings) is not null);

    /// <summary>Those of the service's definition. Without one only the service names the role by which ECS shifts its traffic.</summary>
    private IEnumerable<string> InfrastructureRoles
    {
        get
        {
            var named = RolesIn(_definedService).Distinct().ToList();
            return named.Count == 0 && _settings.Service.Strategy == DeployStrategy.EcsBlueGreen ? [Iam($"role/{FillIn}")] : named;
        }
    }

    public IEnumerable<string> PassedRoles => ((string?[])[ExecutionRole, TaskRole]).OfType<string>().Distinct();

    /// <summary>ARN; null when the task definition names none.</summary>
    public string? ExecutionRole => RoleOf("executionRoleArn");

    /// <summary>ARN; null when the task definition names none.</summary>
    public string? TaskRole => RoleOf("taskRoleArn");

    /// <summary>Whether a migration may run as a task of the service: in its cluster, and in a container that it has.</summary>
    public bool RunsMigrations => Runs(_settings.TasksBefore.Where(task => task.Image is not null));

    /// <summary>Whether other tasks of a release run as tasks of the service.</summary>
    public bool RunsReleaseTasks => Runs(_settings.TasksBefore.Where(task => task.Image is null)) || RunsTasksAfter;

    /// <summary>Whether tasks that come last in a release run as tasks of the service.</summary>
    public bool RunsTasksAfter => Runs(_settings.TasksAfter);

    /// <summary>Null when nothing is assumed.</summary>
    public string? AssumedRole => _settings.Role?.Render(_placeholders);

    /// <summary>Whom Doctor asks IAM about: the role that is assumed, or whoever of the account calls.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> Callers =>
        AssumedRole is { } role ? [With(("caller", role))] : [With(("caller", Iam("role/*"))), With(("caller", Iam("user/*")))];

    /// <summary>Of what is built and of what is only pulled.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> Repositories => InRegistry(_settings.Images.Select(image => image.Repository).Concat(_settings.Pull.Select(pull => pull.Repository)));

    /// <summary>Of the images that the task definition itself names, which no release replaces.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> FixedRepositories => Definition.Containers
        .Where(container => !ReleasedServices(container).Any()).Select(container => RegistryImage.Parse(container.Image)).Select(image => EcrOf(image.Host) is var (account, region) ? In(image.Name, account, region) : null).OfType<IReadOnlyDictionary<string, string>>();

    /// <summary>Of all that the service's tasks run.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> RepositoriesOfTask
    {
        get
        {
            var released = Definition.Containers.SelectMany(ReleasedServices).ToHashSet();
            return InRegistry(_settings.Images.Where(image => released.Contains(image.Service)).Select(image => image.Repository)
                .Concat(_settings.Pull.Where(pull => released.Contains(pull.Service)).Select(pull => pull.Repository))).Concat(FixedRepositories);
        }
    }

    public IEnumerable<IReadOnlyDictionary<string, string>> BuiltRepositories => InRegistry(_settings.Images.Select(image => image.Repository));

    public IEnumerable<IReadOnlyDictionary<string, string>> LogGroups => Definition.Containers.Select(LogDestination.Of).OfType<LogDestination>()
        .Select(log => With(("logGroup", log.Group), ("logRegion", log.Region ?? _settings.Region)));

    public IEnumerable<IReadOnlyDictionary<string, string>> SecretObjects =>
        SecretsOf(SecretSourceKind.S3).Select(source => With(("bucket", source.Name), ("key", source.Key!)));

    public IEnumerable<IReadOnlyDictionary<string, string>> StoredSecrets => SecretsOf(SecretSourceKind.SecretsManager).Select(source => With(("secretArn", SecretArn(source.Name))));

    public IEnumerable<IReadOnlyDictionary<string, string>> Parameters => SecretsOf(SecretSourceKind.ParameterStore).Select(source => With(("parameterArn", ParameterArn(source.Name))));

    /// <summary>None without a lock.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> Lock => LockLocation.Find(_settings, _placeholders) is { } location ? [In(location)] : [];

    /// <summary>The notes that Unlock leaves beside it.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> LockNotes => LockLocation.Find(_settings, _placeholders) is { } location ? [In(location with { Key = $"{location.Key}.broken/*" })] : [];

    /// <summary>In this account and region, or in the one that an ARN names.</summary>
    public string SecretArn(string nameOrArn) => nameOrArn.StartsWith("arn:", StringComparison.Ordinal)
        // An ARN may name a key of the secret behind it, or lack the characters that Secrets Manager adds.
        ? string.Join(':', nameOrArn.Split(':').Take(7)) is var arn && HasSuffix(arn) ? arn : $"{arn}-??????"
        : Arn("secretsmanager", $"secret:{nameOrArn}-??????");

    public string ParameterArn(string nameOrArn) => nameOrArn.StartsWith("arn:", StringComparison.Ordinal)
        ? string.Join(':', nameOrArn.Split(':').Take(6))
        : Arn("ssm", $"parameter/{nameOrArn.TrimStart('/').Split(':')[0]}");

    /// <summary>An ARN of the account.</summary>
    /// <param name="region">Null for the environment's.</param>
    public string Arn(string service, string resource, string? region = null) => $"arn:{_common["partition"]}:{service}:{region ?? _common["region"]}:{_common["account"]}:{resource}";

    public string S3Arn(string place) => $"arn:{_common["partition"]}:s3:::{place}";

    public Dictionary<string, string> With(params (string Name, string Value)[] more)
    {
        var values = new Dictionary<string, string>(_common, StringComparer.Ordinal);
        foreach (var (name, value) in more) values[name] = value;
        return values;
    }

    private static bool HasSuffix(string arn) => arn.LastIndexOf('-') is var dash && dash == arn.Length - 7 && arn[(dash + 1)..].All(char.IsAsciiLetterOrDigit);

    private static IEnumerable<string> RolesIn(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member is { Key: "roleArn", Value: JsonValue value } ? [$"{value}"] : RolesIn(member.Value)),
        JsonArray items => items.SelectMany(RolesIn),
        _ => [],
    };

    private string Iam(string resource) => $"arn:{_common["partition"]}:iam::{_common["account"]}:{resource}";

    /// <summary>An ARN, also where the task definition has the name alone.</summary>
    private string? RoleOf(string member) =>
        (string?)Definition.Root[member] is { Length: > 0 } role ? role.StartsWith("arn:", StringComparison.Ordinal) ? role : Iam($"role/{role}") : null;

    private IEnumerable<SecretSource> SecretsOf(SecretSourceKind kind) => _settings.Secrets.Select(secret => secret.Source(_placeholders)).Where(source => source.Kind == kind);

    private Dictionary<string, string> In(S3Location location) => With(("bucket", location.Bucket), ("key", location.Key));

    /// <summary>The Compose services whose released image runs in a container.</summary>
    private IEnumerable<string> ReleasedServices(ContainerDefinition container) => _settings.Containers
        .Where(image => image.Container == container.Name || Definition.PlaceholdersOf(image.Service).Contains(container.Name)).Select(image => image.Service);

    /// <summary>The registry may be another account's; one that is not ECR's needs nothing of IAM.</summary>
    private IEnumerable<IReadOnlyDictionary<string, string>> InRegistry(IEnumerable<string> repositories)
    {
        var (account, region) = (_common["account"], _settings.Region);
        if (_settings.Places.ContainsKey("registry") && _settings.Registry?.Render(_placeholders) is { } registry && !_settings.IsRehearsal)
        {
            if (EcrOf(registry) is not var (owner, place)) return [];
            (account, region) = (owner, place);
        }

        return repositories.Distinct().Select(repository => In(repository, account, region));
    }

    private Dictionary<string, string> In(string repository, string account, string region) => With(("repository", repository), ("registryAccount", account), ("registryRegion", region));

    /// <summary>Account and region of a registry of ECR; null for any other.</summary>
    private static (string Account, string Region)? EcrOf(string? host) => host?.Split('.') is [{ Length: 12 } account, "dkr", "ecr", var region, "amazonaws", ..] ? (account, region) : null;
}
