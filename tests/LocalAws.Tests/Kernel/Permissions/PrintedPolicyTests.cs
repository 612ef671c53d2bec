using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.Tests.Testing;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Kernel.Permissions;

/// <summary>
/// The deployer's policies that <c>--target=Policy</c> prints, as they are checked in, on an account that enforces them: together their statements allow every call that Slipway makes, and
/// without any single one of them a call is refused, which names what is missing. What a call needs is LocalAws's own knowledge here, and not that of the table which the policies come from.
/// </summary>
[TestFixtureSource(nameof(Policies))]
public sealed class PrintedPolicyTests(string name)
{
    private const string Ecs = "AmazonEC2ContainerServiceV20141113.";
    private const string Ecr = "AmazonEC2ContainerRegistry_V20150921.";
    private const string CodeDeploy = "CodeDeploy_20141006.";

    /// <summary>LocalAws has no IAM of which Doctor could ask, so it refuses these calls whatever a policy says.</summary>
    private static readonly string[] OfIam = ["iam:GetRole", "iam:SimulatePrincipalPolicy"];

    private static readonly IReadOnlyDictionary<string, Named> Sets = new Dictionary<string, Named>
    {
        ["rolling"] = new("170904582664", "staging", "staging-app", "staging-app", "/ecs/staging-app-ec2", "tutorbloc.app", ["ecsTaskExecutionRole"], "tutorbloc-app", "slipway/tutorbloc/staging.lock"),
        ["blue-green"] = new("123456789012", "c", "s", "shop", null, null, ["shop-execution", "shop-task"], "locks", "staging.lock"),
    };

    private readonly Named _set = Sets[name];
    private readonly JsonObject _policy = JsonNode.Parse(File.ReadAllText(Path.Join(Workspace.Repository, $"tests/Pipeline.Tests/Commands/Policy/Golden/{name}-deployer.json")))!.AsObject();

    public static IEnumerable<string> Policies => Sets.Keys;

    private JsonArray Statements => _policy["Statement"]!.AsArray();

    [Test]
    public async Task With_all_statements_every_call_is_allowed_and_without_any_one_a_call_is_refused_and_names_it()
    {
        await using var server = await LocalAwsServer.StartAsync(options => options with { Account = _set.Account, Region = "eu-west-2", EnforcedPolicies = EnforcedPolicies.Parse(Roles().ToJsonString()) });
        var calls = Calls().Where(call => call.Actions.Any(action => Statements.Any(statement => ActionsOf(statement!).Contains(action)))).ToList();
        await SendAsync(server, Signatures.Key, new("", "<CreateBucketConfiguration><LocationConstraint>eu-west-2</LocationConstraint></CreateBucketConfiguration>", "s3:CreateBucket") { Service = "s3", Method = HttpMethod.Put, Path = $"/{_set.Bucket}" });
        var key = await AssumeAsync(server, RoleOf(null));
        foreach (var call in calls) Assert.That(await SendAsync(server, key, call), Does.Not.Contain("is not authorized"), call.Target);
        Assert.That(calls.SelectMany(call => call.Actions), Is.SupersetOf(Statements.SelectMany(statement => ActionsOf(statement!)).Where(action => !IsBeyond(action)).Distinct()), "Every action that is granted is tried.");

        var tried = 0;
        foreach (var statement in Statements.OfType<JsonNode>().Where(statement => !ActionsOf(statement).All(IsBeyond)))
        {
            var (sid, actions) = ((string)statement["Sid"]!, ActionsOf(statement));
            var without = await AssumeAsync(server, RoleOf(sid));
            var answers = new List<string>();
            // An earlier call has written it.
            await SendAsync(server, Signatures.Key, new("", "", "s3:DeleteObject") { Service = "s3", Method = HttpMethod.Delete, Path = $"/{_set.Bucket}/{_set.Lock}" });
            foreach (var call in calls.Where(call => call.Actions.Any(actions.Contains))) answers.Add(await SendAsync(server, without, call));
            var refusals = answers.Where(answer => answer.Contains("is not authorized to perform: ", StringComparison.Ordinal)).ToList();

            Assert.That(refusals, Is.Not.Empty, $"without {sid}");
            Assert.That(refusals, Is.All.Matches<string>(answer => actions.Any(action => answer!.Contains($"perform: {action} on resource: ", StringComparison.Ordinal))), $"without {sid}");
            tried++;
        }

        await TestContext.Out.WriteLineAsync($"{name}: {calls.Count} calls; {tried} of {Statements.Count} statements taken out, one at a time.");
    }

    /// <summary>
    /// What no call here needs: sessions have a protocol of their own; a deployment that is not there is of no group; whether CreateDeployment needs GetApplicationRevision is not confirmed; another
    /// account's registry, and another region's logs, are not emulated.
    /// </summary>
    private bool IsBeyond(string action) => OfIam.Contains(action) || action is "ssmmessages:OpenDataChannel" or "codedeploy:GetDeployment" or "codedeploy:GetApplicationRevision"
        || (_set.LogGroup is null && action is ("logs:FilterLogEvents" or "logs:GetLogEvents")) || (_set.Repository is null && action.StartsWith("ecr:", StringComparison.Ordinal) && action != "ecr:GetAuthorizationToken");

    private IEnumerable<Call> Calls()
    {
        var (cluster, service, task) = (_set.Cluster, _set.Service, $"arn:aws:ecs:eu-west-2:{_set.Account}:task/{_set.Cluster}/0123456789abcdef0123456789abcdef");
        var (deployment, revision) = ($"arn:aws:ecs:eu-west-2:{_set.Account}:service-deployment/{cluster}/{service}/abc", $"arn:aws:ecs:eu-west-2:{_set.Account}:service-revision/{cluster}/{service}/123");
        var definition = $"arn:aws:ecs:eu-west-2:{_set.Account}:task-definition/{_set.Family}:1";
        var roles = string.Concat(_set.Roles.Zip((string[])["executionRoleArn", "taskRoleArn"], (role, member) => $"\"{member}\": \"arn:aws:iam::{_set.Account}:role/{role}\", "));

        // First, so that those after it find what it registers.
        yield return new($"{Ecs}RegisterTaskDefinition", $$"""{ {{roles}}"family": "{{_set.Family}}", "tags": [{ "key": "team", "value": "shop" }], "containerDefinitions": [{ "name": "app", "image": "busybox", "memory": 64 }] }""", "ecs:RegisterTaskDefinition", "ecs:TagResource", "iam:PassRole");
        yield return new($"{Ecs}TagResource", $$"""{ "resourceArn": "{{definition}}", "tags": [{ "key": "slipway:released-at", "value": "now" }] }""", "ecs:TagResource");
        yield return new($"{Ecs}RunTask", $$"""{ "cluster": "{{cluster}}", "taskDefinition": "{{definition}}", "tags": [{ "key": "team", "value": "shop" }] }""", "ecs:RunTask", "ecs:TagResource", "iam:PassRole");
        yield return new($"{Ecs}DescribeTaskDefinition", $$"""{ "taskDefinition": "{{definition}}" }""", "ecs:DescribeTaskDefinition");
        yield return new($"{Ecs}ListTaskDefinitions", $$"""{ "familyPrefix": "{{_set.Family}}" }""", "ecs:ListTaskDefinitions");
        yield return new($"{Ecs}DescribeClusters", $$"""{ "clusters": ["{{cluster}}"] }""", "ecs:DescribeClusters");
        foreach (var operation in (string[])["UpdateService", "DeleteService", "ListServiceDeployments"]) yield return new($"{Ecs}{operation}", $$"""{ "cluster": "{{cluster}}", "service": "{{service}}" }""", $"ecs:{operation}");
        yield return new($"{Ecs}CreateService", $$"""{ "cluster": "{{cluster}}", "serviceName": "{{service}}" }""", "ecs:CreateService");
        yield return new($"{Ecs}DescribeServices", $$"""{ "cluster": "{{cluster}}", "services": ["{{service}}"] }""", "ecs:DescribeServices");
        yield return new($"{Ecs}DescribeServices", $$"""{ "cluster": "{{cluster}}", "services": ["another"] }""", "ecs:DescribeServices");
        yield return new($"{Ecs}ListServices", $$"""{ "cluster": "{{cluster}}" }""", "ecs:ListServices");
        yield return new($"{Ecs}ListTasks", $$"""{ "cluster": "{{cluster}}", "serviceName": "{{service}}" }""", "ecs:ListTasks");
        yield return new($"{Ecs}DescribeTasks", $$"""{ "cluster": "{{cluster}}", "tasks": ["{{task}}"] }""", "ecs:DescribeTasks");
        yield return new($"{Ecs}StopTask", $$"""{ "cluster": "{{cluster}}", "task": "{{task}}" }""", "ecs:StopTask");
        yield return new($"{Ecs}ExecuteCommand", $$"""{ "cluster": "{{cluster}}", "task": "{{task}}", "command": "ls", "interactive": true }""", "ecs:ExecuteCommand");
        yield return new($"{Ecs}DescribeServiceDeployments", $$"""{ "serviceDeploymentArns": ["{{deployment}}"] }""", "ecs:DescribeServiceDeployments");
        yield return new($"{Ecs}DescribeServiceRevisions", $$"""{ "serviceRevisionArns": ["{{revision}}"] }""", "ecs:DescribeServiceRevisions");
        yield return new($"{Ecs}StopServiceDeployment", $$"""{ "serviceDeploymentArn": "{{deployment}}" }""", "ecs:StopServiceDeployment");
        yield return new($"{Ecs}ContinueServiceDeployment", $$"""{ "serviceDeploymentArn": "{{deployment}}", "hookId": "h" }""", "ecs:ContinueServiceDeployment");
        yield return new($"{Ecs}DeregisterTaskDefinition", $$"""{ "taskDefinition": "{{definition}}" }""", "ecs:DeregisterTaskDefinition");
        foreach (var operation in _set.LogGroup is null ? [] : (string[])["FilterLogEvents", "GetLogEvents"]) yield return new($"Logs_20140328.{operation}", $$"""{ "logGroupName": "{{_set.LogGroup}}", "logStreamName": "app/app/1" }""", $"logs:{operation}");
        yield return new("Logs_20140328.DescribeLogGroups", "{}", "logs:DescribeLogGroups");
        foreach (var operation in (string[])["GetDeploymentGroup", "ListDeployments"]) yield return new($"{CodeDeploy}{operation}", """{ "applicationName": "shop-app", "deploymentGroupName": "shop-group" }""", $"codedeploy:{operation}");
        yield return new(
            $"{CodeDeploy}CreateDeployment", """{ "applicationName": "shop-app", "deploymentGroupName": "shop-group", "revision": { "revisionType": "AppSpecContent", "appSpecContent": { "content": "version: 0.0" } } }""",
            "codedeploy:CreateDeployment", "codedeploy:GetDeploymentConfig", "codedeploy:RegisterApplicationRevision");
        foreach (var operation in (string[])["ListDeploymentTargets", "BatchGetDeploymentTargets", "StopDeployment"]) yield return new($"{CodeDeploy}{operation}", """{ "deploymentId": "d-1" }""", $"codedeploy:{operation}");
        yield return new("", "Action=DescribeTargetHealth&Version=2015-12-01&TargetGroupArn=arn", "elasticloadbalancing:DescribeTargetHealth") { Service = "elasticloadbalancing" };
        yield return new("secretsmanager.GetSecretValue", """{ "SecretId": "shop/staging/key" }""", "secretsmanager:GetSecretValue");
        yield return new("AmazonSSM.GetParameter", """{ "Name": "/shop/staging/token" }""", "ssm:GetParameter");
        yield return new($"{Ecr}GetAuthorizationToken", "{}", "ecr:GetAuthorizationToken");
        foreach (var operation in _set.Repository is null ? [] : (string[])["DescribeImages", "BatchGetImage", "BatchCheckLayerAvailability", "GetDownloadUrlForLayer", "InitiateLayerUpload", "UploadLayerPart", "CompleteLayerUpload", "PutImage"])
            yield return new($"{Ecr}{operation}", $$"""{ "repositoryName": "{{_set.Repository}}" }""", $"ecr:{operation}");
        if (_set.Repository is not null) yield return new($"{Ecr}DescribeRepositories", $$"""{ "repositoryNames": ["{{_set.Repository}}"] }""", "ecr:DescribeRepositories");
        yield return new("", null, "s3:GetObject", "s3:ListBucket") { Service = "s3", Path = $"/{_set.Bucket}/{_set.Lock}" };
        yield return new("", "{}", "s3:PutObject") { Service = "s3", Method = HttpMethod.Put, Path = $"/{_set.Bucket}/{_set.Lock}" };
        yield return new("", "{}", "s3:PutObject") { Service = "s3", Method = HttpMethod.Put, Path = $"/{_set.Bucket}/{_set.Lock}.broken/note" };
        if (_set.Bucket == "tutorbloc-app") yield return new("", null, "s3:GetObject", "s3:ListBucket") { Service = "s3", Path = $"/{_set.Bucket}/env-configurations/staging/.env" };
    }

    private JsonObject Roles()
    {
        var roles = new JsonObject { [RoleOf(null)] = _policy.DeepClone() };
        foreach (var sid in Statements.Select(statement => (string)statement!["Sid"]!))
            roles[RoleOf(sid)] = new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. Statements.Where(statement => (string)statement!["Sid"]! != sid).Select(statement => statement!.DeepClone())]) };
        return roles;
    }

    private string RoleOf(string? without) => $"arn:aws:iam::{_set.Account}:role/deployer{(without is null ? "" : $"-without-{without}")}";

    private static List<string> ActionsOf(JsonNode statement) => statement["Action"] is JsonArray many ? [.. many.Select(one => (string)one!)] : [(string)statement["Action"]!];

    private static async Task<string> AssumeAsync(LocalAwsServer server, string role)
    {
        var answer = await SendAsync(server, Signatures.Key, new("", $"Action=AssumeRole&Version=2011-06-15&RoleArn={Uri.EscapeDataString(role)}&RoleSessionName=ci") { Service = "sts" });
        return XElement.Parse(answer).Descendants().First(element => element.Name.LocalName == "AccessKeyId").Value;
    }

    private static async Task<string> SendAsync(LocalAwsServer server, string key, Call call)
    {
        var type = call.Target.Length > 0 ? "application/x-amz-json-1.1" : call.Service == "s3" ? "application/octet-stream" : "application/x-www-form-urlencoded";
        using var request = new HttpRequestMessage(call.Body is null ? HttpMethod.Get : call.Method, call.Path) { Content = call.Body is { } body ? new StringContent(body, Encoding.UTF8, type) : null }.Signed(call.SigningName, key);
        if (call.Target.Length > 0) request.Headers.Add("X-Amz-Target", call.Target);
        using var answer = await server.Client.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>The names of the environment whose policy it is.</summary>
    private sealed record Named(string Account, string Cluster, string Service, string Family, string? LogGroup, string? Repository, IReadOnlyList<string> Roles, string Bucket, string Lock);

    /// <param name="Target">Of the JSON protocol; empty for the others.</param>
    /// <param name="Body">Null for a GET.</param>
    /// <param name="Actions">Those of which it is an example.</param>
    private sealed record Call(string Target, string? Body, params IReadOnlyList<string> Actions)
    {
        /// <summary>Of the other protocols.</summary>
        public string Service { get; init; } = "";

        public string SigningName => Target.Split('.')[0] switch
        {
            "AmazonEC2ContainerServiceV20141113" => "ecs",
            "AmazonEC2ContainerRegistry_V20150921" => "ecr",
            "CodeDeploy_20141006" => "codedeploy",
            "Logs_20140328" => "logs",
            "AmazonSSM" => "ssm",
            "" => Service,
            var other => other,
        };

        public HttpMethod Method { get; init; } = HttpMethod.Post;

        public string Path { get; init; } = "/";
    }
}
