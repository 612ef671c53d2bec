using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.CloudWatch;

/// <summary>Alarms in each of the protocols that AWS has for them.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class AlarmTests
{
    private const string Put = "{\"AlarmName\": \"errors\", \"MetricName\": \"5xx\", \"Namespace\": \"Shop\", \"Statistic\": \"Sum\", \"Period\": 60, \"EvaluationPeriods\": 2, \"Threshold\": 0.5, \"ComparisonOperator\": \"GreaterThanThreshold\"}";

    [Test]
    public async Task The_command_line_of_AWS_which_speaks_CBOR()
    {
        await using var server = await LocalAwsServer.StartAsync();

        var lines = await AwsScript.RunAsync(new(server.Client.BaseAddress!), """
            cw() { aws cloudwatch "$@" --output text; }
            cw put-metric-alarm --alarm-name errors --metric-name 5xx --namespace Shop --statistic Sum --period 60 --evaluation-periods 2 --threshold 0.5 --comparison-operator GreaterThanThreshold --dimensions Name=Service,Value=web --tags Key=of,Value=shop
            cw put-metric-alarm --alarm-name latency --metric-name p95 --namespace Shop --extended-statistic p95 --period 300 --evaluation-periods 1 --threshold 80 --comparison-operator GreaterThanThreshold
            cw describe-alarms --alarm-names errors --query 'MetricAlarms[0].[AlarmArn,StateValue,StateReason,Threshold,Period,Dimensions[0].Value]'
            cw set-alarm-state --alarm-name errors --state-value ALARM --state-reason because
            cw describe-alarms --state-value ALARM --query 'MetricAlarms[].[AlarmName,StateReason,StateUpdatedTimestamp == StateTransitionedTimestamp]'
            cw put-metric-alarm --alarm-name errors --metric-name 5xx --namespace Shop --statistic Sum --period 60 --evaluation-periods 3 --threshold 1 --comparison-operator GreaterThanThreshold
            cw describe-alarms --alarm-name-prefix err --query 'MetricAlarms[0].[StateValue,EvaluationPeriods]'
            cw delete-alarms --alarm-names latency
            cw describe-alarms --query 'MetricAlarms[].AlarmName'
            arn=$(cw describe-alarms --alarm-names errors --query 'MetricAlarms[0].AlarmArn')
            cw tag-resource --resource-arn "$arn" --tags Key=stage,Value=one Key=gone,Value=two
            cw untag-resource --resource-arn "$arn" --tag-keys gone
            cw list-tags-for-resource --resource-arn "$arn" --query 'Tags[].[Key,Value]'
            try cw set-alarm-state --alarm-name none --state-value OK --state-reason because
            try cw put-metric-alarm --alarm-name errors --metric-name 5xx --namespace Shop --statistic Sum --period 60 --evaluation-periods 2 --threshold 1 --comparison-operator GreaterThanThreshold --alarm-actions arn:aws:sns:us-east-1:1:topic
            try cw list-metrics
            """);

        Assert.That(lines, Is.EqualTo(new[]
        {
            "arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors\tINSUFFICIENT_DATA\tUnchecked: Initial alarm creation\t0.5\t60\tweb",
            "errors\tbecause\tTrue",
            "ALARM\t3",
            "errors",
            "of\tshop",
            "stage\tone",
            "An error occurred (ResourceNotFound) when calling the SetAlarmState operation: Alarm none does not exist",
            "An error occurred (NotImplemented) when calling the PutMetricAlarm operation: LocalAws does not emulate 'AlarmActions' of PutMetricAlarm; run this against AWS, or leave it out with --env=local.",
            "An error occurred (UnknownOperationException) when calling the ListMetrics operation: LocalAws does not emulate CloudWatch ListMetrics; run this against AWS, or leave it out with --env=local.",
        }));
    }

    [Test]
    public async Task The_Query_protocol_of_older_clients()
    {
        await using var server = await LocalAwsServer.StartAsync();

        await FormAsync(server, "Action=PutMetricAlarm&AlarmName=errors&MetricName=5xx&Namespace=Shop&Statistic=Sum&Period=60&EvaluationPeriods=2&Threshold=0.5&ComparisonOperator=GreaterThanThreshold&Dimensions.member.1.Name=Service&Dimensions.member.1.Value=web&AlarmActions=");
        await FormAsync(server, "Action=SetAlarmState&AlarmName=errors&StateValue=OK&StateReason=");
        var described = await FormAsync(server, "Action=DescribeAlarms&AlarmNames.member.1=errors");
        var missing = await FormAsync(server, "Action=DeleteAlarms&AlarmNames.member.1=none", HttpStatusCode.NotFound);

        Assert.That(described, Does.Contain("<MetricAlarms><member><MetricName>5xx</MetricName>").And.Contain("<Dimensions><member><Name>Service</Name><Value>web</Value></member></Dimensions>")
            .And.Contain("<StateValue>OK</StateValue>").And.Contain("<Threshold>0.5</Threshold>").And.Match("<StateUpdatedTimestamp>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z</StateUpdatedTimestamp>"));
        Assert.That(missing, Does.Contain("<Code>ResourceNotFound</Code>").And.Contain("Alarm none does not exist"));
    }

    [Test]
    public async Task The_JSON_protocol()
    {
        await using var server = await LocalAwsServer.StartAsync();

        await JsonAsync(server, "PutMetricAlarm", Put);
        await JsonAsync(server, "PutMetricAlarm", Put.Replace("errors", "latency", StringComparison.Ordinal));
        var all = await JsonAsync(server, "DescribeAlarms", "{}");
        var named = await JsonAsync(server, "DescribeAlarms", """{"AlarmNames": ["latency", "none"]}""");

        Assert.That((Names(all), Names(named)), Is.EqualTo(("errors latency", "latency")));

        static string Names(JsonNode described) => string.Join(' ', described["MetricAlarms"]!.AsArray().Select(alarm => (string?)alarm!["AlarmName"]));
    }

    [Test]
    public async Task An_alarm_of_a_rehearsal_fails_the_deployment_that_watches_it()
    {
        await using var ecs = await Ecs.Testing.EcsServer.StartAsync();
        await JsonAsync(ecs.Server, "PutMetricAlarm", Put);
        await ecs.RegisterAsync("shop", [Ecs.Testing.EcsServer.Perl("web", "sleep 600")]);
        await ecs.CallAsync("CreateService", """
            {"cluster": "local", "serviceName": "web", "taskDefinition": "shop", "desiredCount": 0, "deploymentConfiguration": {"alarms": {"alarmNames": ["errors"], "enable": true, "rollback": false}}}
            """);

        await JsonAsync(ecs.Server, "SetAlarmState", """{"AlarmName": "errors", "StateValue": "ALARM", "StateReason": "because"}""");

        var failed = await Eventually.GetAsync(
            async () => (await ecs.CallAsync("DescribeServices", """{"cluster": "local", "services": ["web"]}"""))["services"]![0]!["deployments"]![0]!,
            deployment => (string?)deployment["rolloutState"] != "IN_PROGRESS");
        Assert.That(((string?)failed["rolloutState"], (string?)failed["rolloutStateReason"]), Is.EqualTo(("FAILED", "ECS deployment failed: alarm detected.")));
    }

    private static async Task<string> FormAsync(LocalAwsServer server, string form, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent($"{form}&Version=2010-08-01", Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA/20261129/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=0");
        using var response = await server.Client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(status), body);
        return body;
    }

    private static async Task<JsonNode> JsonAsync(LocalAwsServer server, string operation, string request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(request, Encoding.UTF8, "application/x-amz-json-1.0") }.Signed("monitoring");
        message.Headers.Add("X-Amz-Target", $"GraniteServiceVersion20100801.{operation}");
        using var response = await server.Client.SendAsync(message);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), body);
        return JsonNode.Parse(body)!;
    }
}
