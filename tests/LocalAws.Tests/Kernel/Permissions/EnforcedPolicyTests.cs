using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Kernel.Permissions;

/// <summary>Calls under identity policies: what they allow passes, the rest is refused in AWS's sentence and each protocol's shape, and all of it is recorded.</summary>
public sealed class EnforcedPolicyTests
{
    private const string Ecs = "AmazonEC2ContainerServiceV20141113.";
    private const string User = "arn:aws:iam::000000000000:user/local";
    private const string Prefix = "arn:aws:ecs:us-east-1:000000000000";

    [Test]
    public async Task What_the_policy_allows_passes_and_a_refusal_names_user_action_and_resource()
    {
        await using var server = await StartAsync(
            """{ "Effect": "Allow", "Action": "ecs:CreateCluster", "Resource": "*" }, { "Effect": "Allow", "Action": ["ecs:DescribeClusters", "ecs:ListTasks"], "Resource": "arn:aws:ecs:us-east-1:000000000000:cluster/staging" }""");

        await server.Client.SucceedAsync($"{Ecs}CreateCluster", """{ "clusterName": "staging" }""");
        await server.Client.SucceedAsync($"{Ecs}DescribeClusters", """{ "clusters": ["staging"] }""");
        var refused = await server.Client.RefusedAsync($"{Ecs}DescribeClusters", """{ "clusters": ["staging", "production"] }""");
        var wide = await server.Client.RefusedAsync($"{Ecs}ListTasks", """{ "cluster": "staging" }""");

        Assert.That(refused, Is.EqualTo($"400 AccessDeniedException: User: {User} is not authorized to perform: ecs:DescribeClusters on resource: {Prefix}:cluster/production because no identity-based policy allows the ecs:DescribeClusters action"));
        Assert.That(wide, Does.Contain("perform: ecs:ListTasks on resource: * because"));
    }

    [Test]
    public async Task Passing_a_role_and_tagging_at_creation_are_actions_of_their_own()
    {
        const string Register = """{ "Effect": "Allow", "Action": "ecs:RegisterTaskDefinition", "Resource": "arn:aws:ecs:us-east-1:000000000000:task-definition/shop:*" }""";
        const string Pass = """{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::000000000000:role/task", "Condition": { "StringEquals": { "iam:PassedToService": "ecs-tasks.amazonaws.com" } } }""";
        const string Tag = """{ "Effect": "Allow", "Action": "ecs:TagResource", "Resource": "*", "Condition": { "StringEquals": { "ecs:CreateAction": "RegisterTaskDefinition" } } }""";
        const string Request = """{ "family": "shop", "taskRoleArn": "task", "tags": [{ "key": "a", "value": "b" }], "containerDefinitions": [{ "name": "app", "image": "busybox", "memory": 16 }] }""";
        await using var all = await StartAsync($"{Register}, {Pass}, {Tag}");
        await using var unpassed = await StartAsync($"{Register}, {Tag}");
        await using var untagged = await StartAsync($"{Register}, {Pass}");

        await all.Client.SucceedAsync($"{Ecs}RegisterTaskDefinition", Request);
        Assert.That(await unpassed.Client.RefusedAsync($"{Ecs}RegisterTaskDefinition", Request), Does.Contain("perform: iam:PassRole on resource: arn:aws:iam::000000000000:role/task because"));
        Assert.That(await untagged.Client.RefusedAsync($"{Ecs}RegisterTaskDefinition", Request), Does.Contain($"perform: ecs:TagResource on resource: {Prefix}:task-definition/shop:* because"));
    }

    [Test]
    public async Task A_denial_is_told_as_one()
    {
        await using var server = await StartAsync("""{ "Effect": "Allow", "Action": "*", "Resource": "*" }, { "Effect": "Deny", "Action": "ecr:DescribeRepositories", "Resource": "*" }""");

        var refused = await server.Client.RefusedAsync("AmazonEC2ContainerRegistry_V20150921.DescribeRepositories", "{}");

        Assert.That(refused, Does.EndWith("perform: ecr:DescribeRepositories on resource: arn:aws:ecr:us-east-1:000000000000:repository/* with an explicit deny in an identity-based policy"));
    }

    [Test]
    public async Task S3_and_the_Query_protocol_refuse_in_their_own_shapes()
    {
        await using var server = await StartAsync("""{ "Effect": "Allow", "Action": ["s3:CreateBucket", "s3:GetObject"], "Resource": "*" }""");

        var (made, _) = await SendAsync(server, HttpMethod.Put, "/shop", "s3");
        var (written, put) = await SendAsync(server, HttpMethod.Put, "/shop/a.txt", "s3");
        var (read, missing) = await SendAsync(server, HttpMethod.Get, "/shop/a.txt", "s3");
        var (asked, query) = await SendAsync(server, HttpMethod.Post, "/", "elasticloadbalancing", new FormUrlEncodedContent([new("Action", "DescribeLoadBalancers"), new("Version", "2015-12-01")]));
        var (identity, _) = await SendAsync(server, HttpMethod.Post, "/", "sts", new FormUrlEncodedContent([new("Action", "GetCallerIdentity"), new("Version", "2011-06-15")]));

        Assert.That((made, written, read, asked, identity), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK)));
        Assert.That(put, Does.Contain("<Code>AccessDenied</Code>").And.Contain($"User: {User} is not authorized to perform: s3:PutObject on resource: \"arn:aws:s3:::shop/a.txt\" because"));
        Assert.That(missing, Does.Contain("perform: s3:ListBucket on resource: \"arn:aws:s3:::shop\" because"), "Who may not list the bucket is not told that an object is missing.");
        Assert.That(query, Does.Contain("<Code>AccessDenied</Code>").And.Contain("perform: elasticloadbalancing:DescribeLoadBalancers on resource: * because"));
    }

    [Test]
    public async Task Policies_by_principal_hold_for_those_only()
    {
        const string Role = "arn:aws:iam::000000000000:role/deployer";
        await using var server = await LocalAwsServer.StartAsync(options => options with
        {
            EnforcedPolicies = EnforcedPolicies.Parse($$"""{ "{{Role}}": { "Version": "2012-10-17", "Statement": [] } }"""),
        });
        await server.Client.SucceedAsync($"{Ecs}CreateCluster", """{ "clusterName": "staging" }""");
        var refused = await CallAsync(server, Role, "CreateCluster", """{ "clusterName": "production" }""");

        Assert.That(refused, Does.StartWith("400 AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role/deployer/ci is not authorized to perform: ecs:CreateCluster"));
    }

    [Test]
    public async Task Who_runs_a_task_passes_the_roles_of_its_definition_or_those_that_replace_them()
    {
        const string Run = "arn:aws:iam::000000000000:role/runner";
        const string Allowed = """{ "Effect": "Allow", "Action": "ecs:RunTask", "Resource": "*" }""";
        // No instance has room for it, so that nothing is started.
        const string Request = """{ "cluster": "staging", "taskDefinition": "shop" }""";
        const string Overridden = """{ "cluster": "staging", "taskDefinition": "shop:1", "overrides": { "taskRoleArn": "other", "executionRoleArn": "other" } }""";
        await using var server = await LocalAwsServer.StartAsync(options => options with
        {
            InstanceMemory = 256,
            EnforcedPolicies = EnforcedPolicies.Parse($$"""
                {
                  "{{Run}}": { "Statement": [{{Allowed}}, {{Pass("task")}}, {{Pass("execution")}}] },
                  "{{Run}}-without-task": { "Statement": [{{Allowed}}, {{Pass("execution")}}] },
                  "{{Run}}-without-execution": { "Statement": [{{Allowed}}, {{Pass("task")}}] },
                  "{{Run}}-other": { "Statement": [{{Allowed}}, {{Pass("other")}}] },
                  "{{Run}}-for-another-service": { "Statement": [{{Allowed}}, {{Pass("task", "ecs.amazonaws.com")}}, {{Pass("execution")}}] }
                }
                """),
        });
        await server.Client.SucceedAsync($"{Ecs}CreateCluster", """{ "clusterName": "staging" }""");
        await server.Client.SucceedAsync(
            $"{Ecs}RegisterTaskDefinition",
            """{ "family": "shop", "taskRoleArn": "task", "executionRoleArn": "execution", "containerDefinitions": [{ "name": "app", "image": "busybox", "memory": 4096 }] }""");

        Assert.That(await CallAsync(server, Run, "RunTask", Request), Does.StartWith("200 ").And.Contain("RESOURCE:MEMORY"));
        Assert.That(await CallAsync(server, $"{Run}-without-task", "RunTask", Request), Does.Contain("perform: iam:PassRole on resource: arn:aws:iam::000000000000:role/task because"));
        Assert.That(await CallAsync(server, $"{Run}-without-execution", "RunTask", Request), Does.Contain("perform: iam:PassRole on resource: arn:aws:iam::000000000000:role/execution because"));
        Assert.That(await CallAsync(server, $"{Run}-for-another-service", "RunTask", Request), Does.Contain("perform: iam:PassRole on resource: arn:aws:iam::000000000000:role/task because"));
        Assert.That(await CallAsync(server, $"{Run}-other", "RunTask", Request), Does.Contain("perform: iam:PassRole on resource: arn:aws:iam::000000000000:role/execution because"));
        Assert.That(await CallAsync(server, $"{Run}-other", "RunTask", Overridden), Does.StartWith("200 "));
    }

    /// <summary>Whether ECS's own check of the roles comes first is not known; here it does, so that no service has to be there.</summary>
    [TestCase("""{ "cluster": "staging", "service": "web", "loadBalancers": [{ "targetGroupArn": "a", "advancedConfiguration": { "roleArn": "arn:aws:iam::000000000000:role/balancer" } }] }""", "balancer")]
    [TestCase("""{ "cluster": "staging", "service": "web", "deploymentConfiguration": { "lifecycleHooks": [{ "roleArn": "arn:aws:iam::000000000000:role/hook" }] } }""", "hook")]
    public async Task Who_gives_a_service_a_role_passes_it_to_ECS(string request, string role)
    {
        const string Update = """{ "Effect": "Allow", "Action": "ecs:UpdateService", "Resource": "*" }""";
        await using var given = await StartAsync($"{Update}, {Pass(role, "ecs.amazonaws.com")}");
        await using var forTasks = await StartAsync($"{Update}, {Pass(role)}");

        Assert.That(await given.Client.RefusedAsync($"{Ecs}UpdateService", request), Does.Not.Contain("AccessDenied"));
        Assert.That(await forTasks.Client.RefusedAsync($"{Ecs}UpdateService", request), Does.Contain($"perform: iam:PassRole on resource: arn:aws:iam::000000000000:role/{role} because"));
    }

    /// <summary>ECS itself asks CloudWatch, with its service-linked role (ECS developer guide, "How CloudWatch alarms detect Amazon ECS deployment failures").</summary>
    [Test]
    public async Task Alarms_of_a_deployment_need_nothing_of_who_deploys()
    {
        await using var server = await StartAsync("""{ "Effect": "Allow", "Action": "ecs:UpdateService", "Resource": "*" }""");

        var answer = await server.Client.RefusedAsync($"{Ecs}UpdateService", """{ "service": "web", "deploymentConfiguration": { "alarms": { "alarmNames": ["errors"], "enable": true, "rollback": true } } }""");

        Assert.That(answer, Does.Not.Contain("AccessDenied"));
    }

    [Test]
    public async Task What_is_used_is_recorded_once_without_policies_too()
    {
        await using var server = await LocalAwsServer.StartAsync();

        for (var time = 0; time < 2; time++) await server.Client.SucceedAsync($"{Ecs}CreateCluster", """{ "clusterName": "staging" }""");
        await server.Client.SucceedAsync($"{Ecs}ListServices", """{ "cluster": "staging" }""");

        Assert.That(await File.ReadAllTextAsync(Path.Combine(server.Options.StateDirectory, "permissions.json")), Is.EqualTo(
            $$$"""
            {"isComplete":true,"uses":[
            {"principal":"{{{User}}}","operation":"CreateCluster","action":"ecs:CreateCluster","resource":"{{{Prefix}}}:cluster/staging","context":{}},
            {"principal":"{{{User}}}","operation":"ListServices","action":"ecs:ListServices","resource":"*","context":{"ecs:cluster":["{{{Prefix}}}:cluster/staging"]}}
            ]}

            """));
    }

    [Test]
    public async Task A_record_that_is_full_says_that_it_is_not_complete()
    {
        const int Most = 2000;
        var log = new WarningLog();
        var file = "";
        await using var server = await LocalAwsServer.StartAsync(
            options =>
            {
                file = Path.Combine(options.StateDirectory, "permissions.json");
                var uses = Enumerable.Range(0, Most - 1).Select(number => $$$"""{"principal":"p","operation":"o","action":"ecs:DescribeTasks","resource":"{{{number}}}","context":{}}""");
                File.WriteAllText(file, $$"""{"isComplete":true,"uses":[{{string.Join(',', uses)}}]}""");
                return options;
            },
            services => services.AddLogging(logging => logging.AddProvider(log)));

        await server.Client.SucceedAsync($"{Ecs}CreateCluster", """{ "clusterName": "one" }""");
        var full = Read();
        await server.Client.SucceedAsync($"{Ecs}CreateCluster", """{ "clusterName": "one" }""");
        var same = Read();
        await server.Client.SucceedAsync($"{Ecs}CreateCluster", """{ "clusterName": "two" }""");
        await server.Client.SucceedAsync($"{Ecs}CreateCluster", """{ "clusterName": "three" }""");

        Assert.That((full, same, Read()), Is.EqualTo(((true, Most), (true, Most), (false, Most))));
        Assert.That(log.Lines, Is.EqualTo(new[] { $"The record of used permissions is full, with {Most} uses: what is used from now on is not in it ({file}). Take this LocalAws down, and remove the file, to begin another." }));

        (bool IsComplete, int Uses) Read()
        {
            var record = JsonNode.Parse(File.ReadAllText(file))!;
            return ((bool)record["isComplete"]!, record["uses"]!.AsArray().Count);
        }
    }

    [TestCase("""{ "Statement": [{ "Effect": "Allow", "NotAction": "*", "Resource": "*" }] }""", "'NotAction' is not evaluated here.")]
    [TestCase("""{ "arn:aws:iam::1:role/x": {} }""", "the policy of 'arn:aws:iam::1:role/x': it has no 'Statement'.")]
    [TestCase("[]", "it is not an object.")]
    public void A_file_that_cannot_be_enforced_is_refused(string text, string problem) => Assert.That(() => EnforcedPolicies.Parse(text), Throws.InstanceOf<FormatException>().With.Message.EqualTo(problem));

    private static Task<LocalAwsServer> StartAsync(string statements) => LocalAwsServer.StartAsync(options => options with
    {
        EnforcedPolicies = EnforcedPolicies.Parse($$"""{ "Version": "2012-10-17", "Statement": [{{statements}}] }"""),
    });

    private static string Pass(string role, string service = "ecs-tasks.amazonaws.com") =>
        $$"""{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::000000000000:role/{{role}}", "Condition": { "StringEquals": { "iam:PassedToService": "{{service}}" } } }""";

    /// <summary>A call of ECS by a session of a role; its status, code and message, or answer.</summary>
    private static async Task<string> CallAsync(LocalAwsServer server, string role, string operation, string body)
    {
        var form = new FormUrlEncodedContent([new("Action", "AssumeRole"), new("Version", "2011-06-15"), new("RoleArn", role), new("RoleSessionName", "ci")]);
        var (_, assumed) = await SendAsync(server, HttpMethod.Post, "/", "sts", form);
        var key = System.Xml.Linq.XElement.Parse(assumed).Descendants().First(element => element.Name.LocalName == "AccessKeyId").Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(body) }.Signed("ecs", key);
        request.Headers.Add("X-Amz-Target", $"{Ecs}{operation}");
        using var response = await server.Client.SendAsync(request);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        return answer["__type"] is { } type ? $"{(int)response.StatusCode} {type}: {answer["message"]}" : $"{(int)response.StatusCode} {answer.ToJsonString()}";
    }

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(LocalAwsServer server, HttpMethod method, string path, string service, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content }.Signed(service);
        using var answer = await server.Client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The warnings of the record.</summary>
    private sealed class WarningLog : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => categoryName.EndsWith("PermissionUses", StringComparison.Ordinal) ? this : NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
