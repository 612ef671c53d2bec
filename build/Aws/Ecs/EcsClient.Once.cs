using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Aws.Calls;

namespace Slipway.Aws.Ecs;

/// <content>
/// What ECS does again each time that it is asked, and is done once here whatever becomes of the answers: by a <c>clientToken</c> where ECS
/// knows one, and else by looking before the call is sent again.
/// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html
/// </content>
public sealed partial class EcsClient
{
    /// <summary>The tag by which a revision is known to be that of one very registration.</summary>
    public const string RegistrationTag = "slipway:registration";

    private const string Token = "clientToken";

    /// <summary>How far back a registration is looked for, when others have registered revisions of the family since.</summary>
    private const int NewestRevisions = 10;

    private const int RevisionsAPage = 100;

    /// <summary>
    /// Registers the document as the next revision of its family, tagged with <see cref="RegistrationTag"/>: registering has no client token,
    /// so that tag tells after a lost answer whether there is a revision of this call already.
    /// </summary>
    /// <param name="request">The task definition, with <c>tags</c> where wanted; every member is sent.</param>
    public Task<TaskDefinitionRevision> RegisterTaskDefinitionAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var marked = (JsonObject)request.DeepClone();
        var mark = Guid.NewGuid().ToString("N");
        if (marked["tags"] is not JsonArray tags) marked["tags"] = tags = [];
        tags.Add(new JsonObject { ["key"] = RegistrationTag, ["value"] = mark });
        return _json.InvokeOnceAsync(
            "RegisterTaskDefinition", marked, TaskDefinitionRevision.FromJson, token => FindRegisteredAsync(request.RequiredText("family"), mark, token), cancellationToken);
    }

    /// <summary>
    /// Creates a service and gives its document. A <c>clientToken</c> is added when the request has none, so that a second try after a
    /// broken connection finds the service that the first one made.
    /// </summary>
    public Task<JsonObject> CreateServiceAsync(JsonObject request, CancellationToken cancellationToken) =>
        _json.InvokeAsync("CreateService", WithToken(request), static answer => answer.RequiredObject("service"), cancellationToken);

    /// <summary>Changes a service to what may be said twice: a second try after a lost answer finds nothing to change.</summary>
    public Task<JsonObject> UpdateServiceAsync(JsonObject request, CancellationToken cancellationToken) =>
        _json.InvokeAsync("UpdateService", request, static answer => answer.RequiredObject("service"), cancellationToken);

    /// <summary>Changes a service where saying it twice would begin a second deployment (<c>forceNewDeployment</c>).</summary>
    /// <param name="findUpdated">Gives the service's document when it shows that the update was made; null when it was not.</param>
    public Task<JsonObject> UpdateServiceOnceAsync(JsonObject request, Func<CancellationToken, Task<JsonObject?>> findUpdated, CancellationToken cancellationToken) =>
        _json.InvokeOnceAsync("UpdateService", request, static answer => answer.RequiredObject("service"), findUpdated, cancellationToken);

    /// <summary>
    /// Starts tasks that belong to no service. What could not be placed is a failure with a reason such as <c>RESOURCE:MEMORY</c>. A
    /// <c>clientToken</c> is added when the request has none, so that a second try after a broken connection finds the tasks of the first.
    /// </summary>
    public Task<EcsLookup> RunTaskAsync(JsonObject request, CancellationToken cancellationToken) =>
        _json.InvokeAsync("RunTask", WithToken(request), static answer => new EcsLookup([.. answer.Objects("tasks")], ReadFailures(answer)), cancellationToken);

    /// <summary>The same for all tries of a call: it is made before the first.</summary>
    private static JsonObject WithToken(JsonObject request)
    {
        var once = (JsonObject)request.DeepClone();
        if (!once.ContainsKey(Token)) once[Token] = Guid.NewGuid().ToString("N");
        return once;
    }

    /// <summary>The family's latest revision is asked for first: nearly always that is it, and to list them takes one more permission.</summary>
    private async Task<TaskDefinitionRevision?> FindRegisteredAsync(string family, string mark, CancellationToken cancellationToken)
    {
        TaskDefinitionRevision latest;
        try
        {
            latest = await DescribeTaskDefinitionAsync(family, cancellationToken);
        }
        catch (AwsException missing) when (missing.Code == "ClientException")
        {
            return null;
        }

        if (IsMarked(latest)) return latest;
        var listed = await ListTaskDefinitionsAsync(family, newestFirst: true, cancellationToken).Take(RevisionsAPage).ToListAsync(cancellationToken);
        foreach (var arn in listed.OrderByDescending(Number).Where(arn => arn != latest.Arn).Take(NewestRevisions))
        {
            var revision = await DescribeTaskDefinitionAsync(arn, cancellationToken);
            if (IsMarked(revision)) return revision;
        }

        return null;

        bool IsMarked(TaskDefinitionRevision revision) => revision.Tags.GetValueOrDefault(RegistrationTag) == mark;
    }

    private static int Number(string arn) => int.Parse(arn.AsSpan(arn.LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture);
}
