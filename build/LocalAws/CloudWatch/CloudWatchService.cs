using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.CloudWatch;

/// <summary>
/// CloudWatch, version 2010-08-01: metric alarms, whose state is set by SetAlarmState alone, as no metrics are collected. The members are those of the API; what
/// an alarm would do by itself (actions) is refused.
/// </summary>
internal sealed class CloudWatchService(AlarmStore alarms, LocalAwsOptions options, TimeProvider time) : IJsonService
{
    public const string ServiceName = "GraniteServiceVersion20100801";

    private const int LargestPage = 100;
    private const int DefaultPage = 50;

    private static readonly string[] Actions = ["AlarmActions", "OKActions", "InsufficientDataActions"];
    private static readonly string[] States = ["OK", Alarm.Raised, Alarm.Unknown];

    /// <summary>Those that DescribeAlarms shows again.</summary>
    private static readonly string[] Defined =
    [
        "AlarmDescription", "MetricName", "Namespace", "Statistic", "ExtendedStatistic", "Dimensions", "Period", "Unit", "EvaluationPeriods", "DatapointsToAlarm", "Threshold",
        "ComparisonOperator", "TreatMissingData", "EvaluateLowSampleCountPercentile", "Metrics", "ThresholdMetricId", "EvaluationCriteria", "EvaluationInterval",
    ];

    public string TargetPrefix => ServiceName;

    public IReadOnlyList<string> Unsupported { get; } =
    [
        "PutMetricAlarm AlarmActions", "PutMetricAlarm OKActions", "PutMetricAlarm InsufficientDataActions",
        "DescribeAlarms ChildrenOfAlarmName", "DescribeAlarms ParentsOfAlarmName", "DescribeAlarms ActionPrefix",
    ];

    public async Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        switch (operation)
        {
            case "PutMetricAlarm":
                await PutAsync(request, cancellationToken);
                return [];
            case "SetAlarmState":
                await SetAsync(request, cancellationToken);
                return [];
            case "DeleteAlarms":
                await DeleteAsync(request, cancellationToken);
                return [];
            case "DescribeAlarms":
                return Describe(request);
            case "ListTagsForResource":
                return new() { ["Tags"] = TagList.Of(Find(alarms.All, request).Tags) };
            case "TagResource":
                await TagAsync(request, tags => TagList.Merge(tags, request.Objects("Tags")), cancellationToken);
                return [];
            case "UntagResource":
                await TagAsync(request, tags => new(tags.Where(tag => !request.Texts("TagKeys").Contains(tag.Key))), cancellationToken);
                return [];
            default:
                throw AwsErrorException.UnknownOperation("CloudWatch", operation);
        }
    }

    private Task PutAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = Required(request, "AlarmName");
        if (request.Objects("Metrics").Count == 0 && request.Object("EvaluationCriteria") is null)
        {
            Required(request, "MetricName");
            Required(request, "Namespace");
            if (request.Number("Period") is not > 0 || (request.Text("Statistic") ?? request.Text("ExtendedStatistic")) is null)
                throw Invalid("Exactly one element of the metrics list should be present, or MetricName with Namespace, Period and Statistic or ExtendedStatistic.");
        }

        if (request.Object("EvaluationCriteria") is null && (request.Number("EvaluationPeriods") is not > 0 || request.Text("ComparisonOperator") is null))
            throw Invalid("An alarm needs EvaluationPeriods and ComparisonOperator.");
        var definition = new JsonObject();
        foreach (var member in Defined.Where(member => request[member] is not null))
            definition[member] = request[member]!.DeepClone();
        definition["ActionsEnabled"] = request.Flag("ActionsEnabled") ?? true;
        var now = time.GetUtcNow();
        return alarms.ChangeAsync(
            known =>
            {
                var alarm = known.FirstOrDefault(one => one.Name == name) ?? new(name, [], Alarm.Unknown, "Unchecked: Initial alarm creation", null, now, now, now) { Tags = TagList.Merge([], request.Objects("Tags")) };
                return [.. known.Where(one => one.Name != name), alarm with { Definition = definition, ChangedAt = now }];
            },
            cancellationToken);
    }

    private Task SetAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = Required(request, "AlarmName");
        var state = Required(request, "StateValue");
        var reason = request.Text("StateReason") ?? throw Missing("StateReason");
        if (!States.Contains(state))
            throw Invalid($"1 validation error detected: Value '{state}' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", States)}]");
        var now = time.GetUtcNow();
        return alarms.ChangeAsync(
            known =>
            {
                var alarm = known.FirstOrDefault(one => one.Name == name) ?? throw new AwsErrorException("ResourceNotFound", $"Alarm {name} does not exist", 404);
                var set = alarm with { State = state, Reason = reason, ReasonData = request.Text("StateReasonData"), SetAt = now, TurnedAt = alarm.State == state ? alarm.TurnedAt : now };
                return known.Select(one => one == alarm ? set : one);
            },
            cancellationToken);
    }

    private Task DeleteAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var names = request.Texts("AlarmNames");
        return alarms.ChangeAsync(
            known => names.FirstOrDefault(name => known.All(one => one.Name != name)) is { } missing
                ? throw new AwsErrorException("ResourceNotFound", $"Alarm {missing} does not exist", 404)
                : known.Where(one => !names.Contains(one.Name)),
            cancellationToken);
    }

    private Task TagAsync(JsonObject request, Func<Dictionary<string, string>, Dictionary<string, string>> change, CancellationToken cancellationToken) =>
        alarms.ChangeAsync(
            known =>
            {
                var found = Find(known, request);
                return known.Select(one => one == found ? one with { Tags = change(new(one.Tags)) } : one);
            },
            cancellationToken);

    private Alarm Find(IReadOnlyList<Alarm> known, JsonObject request)
    {
        var arn = Required(request, "ResourceARN");
        return known.FirstOrDefault(alarm => ArnOf(alarm) == arn) ?? throw new AwsErrorException("ResourceNotFoundException", $"The alarm {arn} does not exist.", 404);
    }

    private string ArnOf(Alarm alarm) => $"arn:aws:cloudwatch:{options.Region}:{options.Account}:alarm:{alarm.Name}";

    private JsonObject Describe(JsonObject request)
    {
        var names = request.Texts("AlarmNames");
        var prefix = request.Text("AlarmNamePrefix") ?? "";
        var state = request.Text("StateValue");
        var types = request.Texts("AlarmTypes");
        var found = alarms.All.Where(alarm =>
            (names.Count == 0 || names.Contains(alarm.Name)) && alarm.Name.StartsWith(prefix, StringComparison.Ordinal)
            && (state is null || alarm.State == state) && (types.Count == 0 || types.Contains("MetricAlarm"))).ToList();
        var length = Math.Clamp(request.Number("MaxRecords") ?? DefaultPage, 1, LargestPage);
        var page = PageOf<Alarm>.Cut(found, request.Text("NextToken"), length, () => new("InvalidNextToken", "The next token specified is invalid."));
        var answer = page.ToJson("MetricAlarms", View, "NextToken");
        answer["CompositeAlarms"] = new JsonArray();
        return answer;
    }

    private JsonObject View(Alarm alarm)
    {
        var view = alarm.Definition.DeepClone().AsObject();
        foreach (var member in Actions.Append("Dimensions"))
            view[member] ??= new JsonArray();
        view["AlarmName"] = alarm.Name;
        view["AlarmArn"] = ArnOf(alarm);
        view["AlarmConfigurationUpdatedTimestamp"] = alarm.ChangedAt.ToTimestamp();
        view["StateValue"] = alarm.State;
        view["StateReason"] = alarm.Reason;
        if (alarm.ReasonData is { } data)
            view["StateReasonData"] = data;
        view["StateUpdatedTimestamp"] = alarm.SetAt.ToTimestamp();
        view["StateTransitionedTimestamp"] = alarm.TurnedAt.ToTimestamp();
        return view;
    }

    private static string Required(JsonObject request, string member) => request.Text(member) is { Length: > 0 } value ? value : throw Missing(member);

    private static AwsErrorException Missing(string member) => Invalid($"The parameter {member} is required.");

    private static AwsErrorException Invalid(string message) => new("ValidationError", message);
}
