using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Logs.Api;

/// <summary>CloudWatch Logs: groups, streams and their events. Queries, subscriptions, metric filters and live tail are not emulated.</summary>
internal sealed class LogsService(GroupCalls groups, StreamCalls streams, Ingestion ingestion, EventCalls events) : IJsonService
{
    public string TargetPrefix => "Logs_20140328";

    public IReadOnlyList<string> Unsupported { get; } =
    [
        "CreateLogGroup deletionProtectionEnabled",
        "DescribeLogGroups accountIdentifiers",
        "DescribeLogGroups includeLinkedAccounts",
    ];

    public Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken) => operation switch
    {
        "CreateLogGroup" => groups.CreateAsync(request, cancellationToken),
        "DescribeLogGroups" => groups.DescribeAsync(request, cancellationToken),
        "DeleteLogGroup" => groups.DeleteAsync(request, cancellationToken),
        "PutRetentionPolicy" => groups.PutRetentionAsync(request, cancellationToken),
        "DeleteRetentionPolicy" => groups.DeleteRetentionAsync(request, cancellationToken),
        "TagResource" or "TagLogGroup" => groups.TagAsync(request, cancellationToken),
        "UntagResource" => groups.UntagAsync(request, "tagKeys", cancellationToken),
        "UntagLogGroup" => groups.UntagAsync(request, "tags", cancellationToken),
        "ListTagsForResource" or "ListTagsLogGroup" => groups.ListTagsAsync(request, cancellationToken),
        "CreateLogStream" => streams.CreateAsync(request, cancellationToken),
        "DescribeLogStreams" => streams.DescribeAsync(request, cancellationToken),
        "DeleteLogStream" => streams.DeleteAsync(request, cancellationToken),
        "PutLogEvents" => ingestion.PutAsync(request, cancellationToken),
        "GetLogEvents" => events.GetAsync(request, cancellationToken),
        "FilterLogEvents" => events.FilterAsync(request, cancellationToken),
        _ => throw AwsErrorException.UnknownOperation("CloudWatch Logs", operation),
    };
}
