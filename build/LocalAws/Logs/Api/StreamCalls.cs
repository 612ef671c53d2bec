using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Logs.Api;

/// <summary>The operations of CloudWatch Logs on streams.</summary>
internal sealed class StreamCalls(LocalAwsOptions options, LogGroups groups, LogStreams streams)
{
    public async Task<JsonObject> CreateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var (group, stream) = (request.GroupName(), request.StreamName());
        await groups.GetAsync(group, cancellationToken);
        return (await streams.EnsureAsync(group, stream, cancellationToken)).Made ? [] : throw LogErrors.StreamExists();
    }

    public async Task<JsonObject> DeleteAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var group = await groups.GetAsync(request.GroupName(), cancellationToken);
        await streams.RemoveAsync(group.Name, request.StreamName(), cancellationToken);
        return [];
    }

    public async Task<JsonObject> DescribeAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var group = await groups.GetAsync(request.GroupOf(), cancellationToken);
        var (prefix, order) = (request.Text("logStreamNamePrefix"), request.Text("orderBy") ?? "LogStreamName");
        if (order is not ("LogStreamName" or "LastEventTime"))
            throw LogErrors.Constraint(order, "orderBy", "Member must satisfy enum value set: [LogStreamName, LastEventTime]");
        if (prefix is not null && order == "LastEventTime")
            throw LogErrors.Invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        var found = (await streams.ListAsync(group.Name, cancellationToken)).Where(file => prefix is null || file.Header.Stream.StartsWith(prefix, StringComparison.Ordinal));
        if (order == "LastEventTime")
            found = found.OrderBy(file => file.Facts.LastTimestamp ?? 0);
        if (request.Flag("descending") == true)
            found = found.Reverse();
        return LogPage.Of(request, "logStreams", [.. found], View);
    }

    private JsonObject View(LogFile file)
    {
        var (header, facts) = (file.Header, file.Facts);
        var view = new JsonObject
        {
            ["logStreamName"] = header.Stream,
            ["creationTime"] = header.CreatedAt.ToUnixTimeMilliseconds(),
            ["uploadSequenceToken"] = Ingestion.SequenceToken(facts),
            ["arn"] = $"arn:aws:logs:{options.Region}:{options.Account}:log-group:{header.Group}:log-stream:{header.Stream}",
            // As AWS answers since 2019.
            ["storedBytes"] = 0,
        };
        Add("firstEventTimestamp", facts.FirstTimestamp);
        Add("lastEventTimestamp", facts.LastTimestamp);
        Add("lastIngestionTime", facts.LastIngestion);
        return view;

        void Add(string member, long? milliseconds)
        {
            if (milliseconds is { } known)
                view[member] = known;
        }
    }
}
