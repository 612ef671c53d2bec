using System.Collections.Concurrent;
using Amazon;
using Slipway.Aws.Calls;
using Slipway.Aws.CodeDeploy;
using Slipway.Aws.CodePipeline;
using Slipway.Aws.Ecr;
using Slipway.Aws.Ecs;
using Slipway.Aws.Logs;
using Slipway.Aws.S3;
using Slipway.Aws.Scaling;
using Slipway.Aws.Schedules;
using Slipway.Aws.Secrets;
using Slipway.Aws.ServiceDiscovery;
using Slipway.Aws.Sts;

namespace Slipway.Aws;

/// <summary>
/// The services, as one caller sees them. Making it costs nothing: credentials, region, connections and clients are found or made
/// by the first call that needs them. Safe for concurrent use.
/// </summary>
public sealed class AwsClients : IDisposable
{
    private readonly AwsConnection _connection;
    private readonly Lazy<EcrClient> _ecr;
    private readonly Lazy<EcsClient> _ecs;
    private readonly Lazy<CodeDeployClient> _codeDeploy;
    private readonly Lazy<CodePipelineClient> _codePipeline;
    private readonly Lazy<LogsClient> _logs;
    private readonly ConcurrentDictionary<string, LogsClient> _logsElsewhere = new(StringComparer.Ordinal);
    private readonly Lazy<ObjectStore> _objects;
    private readonly Lazy<IdentityClient> _identity;
    private readonly Lazy<SecretsManagerClient> _secrets;
    private readonly Lazy<ParameterStoreClient> _parameters;
    private readonly Lazy<SchedulesClient> _schedules;
    private readonly Lazy<NamespacesClient> _namespaces;
    private readonly Lazy<ScalingClient> _scaling;

    private AwsClients(AwsConnection connection)
    {
        _connection = connection;
        _ecr = new(() => new EcrClient(Json(AwsService.Ecr)));
        _ecs = new(() => new EcsClient(Json(AwsService.Ecs)));
        _codeDeploy = new(() => new CodeDeployClient(Json(AwsService.CodeDeploy)));
        _codePipeline = new(() => new CodePipelineClient(Json(AwsService.CodePipeline)));
        _logs = new(() => new LogsClient(Json(AwsService.Logs)));
        _objects = new(() => new ObjectStore(_connection));
        _identity = new(() => new IdentityClient(_connection));
        _secrets = new(() => new SecretsManagerClient(Json(AwsService.SecretsManager)));
        _parameters = new(() => new ParameterStoreClient(Json(AwsService.ParameterStore)));
        _schedules = new(() => new SchedulesClient(new AwsRestClient(AwsService.Scheduler, _connection)));
        _namespaces = new(() => new NamespacesClient(Json(AwsService.ServiceDiscovery)));
        _scaling = new(() => new ScalingClient(Json(AwsService.Scaling)));
    }

    public EcrClient Ecr => _ecr.Value;

    public EcsClient Ecs => _ecs.Value;

    /// <summary>AWS CodeDeploy.</summary>
    public CodeDeployClient CodeDeploy => _codeDeploy.Value;

    /// <summary>AWS CodePipeline.</summary>
    public CodePipelineClient CodePipeline => _codePipeline.Value;

    /// <summary>Amazon CloudWatch Logs.</summary>
    public LogsClient Logs => _logs.Value;

    /// <summary>Amazon S3.</summary>
    public ObjectStore Objects => _objects.Value;

    /// <summary>AWS STS.</summary>
    public IdentityClient Identity => _identity.Value;

    /// <summary>AWS Secrets Manager.</summary>
    public SecretsManagerClient Secrets => _secrets.Value;

    /// <summary>Parameter Store of AWS Systems Manager.</summary>
    public ParameterStoreClient Parameters => _parameters.Value;

    /// <summary>Amazon EventBridge Scheduler.</summary>
    public SchedulesClient Schedules => _schedules.Value;

    /// <summary>The namespaces of AWS Cloud Map.</summary>
    public NamespacesClient Namespaces => _namespaces.Value;

    /// <summary>Application Auto Scaling.</summary>
    public ScalingClient Scaling => _scaling.Value;

    /// <summary>The region in use, such as <c>eu-west-2</c>.</summary>
    /// <exception cref="AwsException">of kind <see cref="AwsFailure.Region"/>: no region is configured.</exception>
    public string Region => _connection.Region.SystemName;

    /// <summary>Clients for these settings; nothing is looked up or opened yet.</summary>
    /// <param name="handler">Sends the signed requests; the caller keeps it. Left out: the platform's, with its proxy settings.</param>
    /// <param name="timeProvider">Time for the waits between tries and for time-outs; signatures carry the system's clock.</param>
    public static AwsClients Create(AwsSettings settings, HttpMessageHandler? handler = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new AwsClients(new AwsConnection(settings, handler, timeProvider ?? TimeProvider.System));
    }

    /// <summary>Amazon CloudWatch Logs of a region, where a container's lines may go to another one than its own.</summary>
    /// <param name="region">Null for the region in use.</param>
    public LogsClient LogsIn(string? region) =>
        region is null
            ? Logs
            : _logsElsewhere.GetOrAdd(region, name => new LogsClient(new AwsJsonClient(AwsService.Logs, _connection, RegionEndpoint.GetBySystemName(name))));

    /// <summary>A client for an operation that has no method here.</summary>
    public AwsJsonClient Json(AwsService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return new AwsJsonClient(service, _connection);
    }

    /// <summary>A client for an operation of the Query protocol.</summary>
    public AwsQueryClient Query(AwsService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return new AwsQueryClient(service, _connection);
    }

    /// <summary>The headers that let the caller open a WebSocket of a service.</summary>
    /// <param name="url"><c>wss</c>, or <c>ws</c> in a rehearsal.</param>
    public Task<IReadOnlyDictionary<string, string>> SignWebSocketAsync(AwsService service, Uri url, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(url);
        return SignedHeaders.OfWebSocketAsync(_connection, service, url, cancellationToken);
    }

    public void Dispose()
    {
        if (_objects.IsValueCreated) _objects.Value.Dispose();
        if (_identity.IsValueCreated) _identity.Value.Dispose();
        _connection.Dispose();
    }
}
