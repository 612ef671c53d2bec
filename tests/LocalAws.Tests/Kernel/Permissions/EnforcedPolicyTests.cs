using System.Net;
using System.Text.Json.Nodes;
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
        var (_, assumed) = await SendAsync(server, HttpMethod.Post, "/", "sts", new FormUrlEncodedContent([new("Action", "AssumeRole"), new("Version", "2011-06-15"), new("RoleArn", Role), new("RoleSessionName", "ci")]));
        var key = System.Xml.Linq.XElement.Parse(assumed).Descendants().First(element => element.Name.LocalName == "AccessKeyId").Value;

        await server.Client.SucceedAsync($"{Ecs}CreateCluster", """{ "clusterName": "staging" }""");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("""{ "clusterName": "production" }""") }.Signed("ecs", key);
        request.Headers.Add("X-Amz-Target", $"{Ecs}CreateCluster");
        using var answer = await server.Client.SendAsync(request);

        Assert.That((string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["message"]!, Does.StartWith("User: arn:aws:sts::000000000000:assumed-role/deployer/ci is not authorized to perform: ecs:CreateCluster"));
    }

    [Test]
    public async Task What_is_used_is_recorded_once_without_policies_too()
    {
        await using var server = await LocalAwsServer.StartAsync();

        for (var time = 0; time < 2; time++) await server.Client.SucceedAsync($"{Ecs}CreateCluster", """{ "clusterName": "staging" }""");
        await server.Client.SucceedAsync($"{Ecs}ListServices", """{ "cluster": "staging" }""");

        Assert.That(await File.ReadAllTextAsync(Path.Combine(server.Options.StateDirectory, "permissions.json")), Is.EqualTo(
            $$$"""
            [
            {"principal":"{{{User}}}","operation":"CreateCluster","action":"ecs:CreateCluster","resource":"{{{Prefix}}}:cluster/staging","context":{}},
            {"principal":"{{{User}}}","operation":"ListServices","action":"ecs:ListServices","resource":"*","context":{"ecs:cluster":["{{{Prefix}}}:cluster/staging"]}}
            ]

            """));
    }

    [TestCase("""{ "Statement": [{ "Effect": "Allow", "NotAction": "*", "Resource": "*" }] }""", "'NotAction' is not evaluated here.")]
    [TestCase("""{ "arn:aws:iam::1:role/x": {} }""", "the policy of 'arn:aws:iam::1:role/x': it has no 'Statement'.")]
    [TestCase("[]", "it is not an object.")]
    public void A_file_that_cannot_be_enforced_is_refused(string text, string problem) => Assert.That(() => EnforcedPolicies.Parse(text), Throws.InstanceOf<FormatException>().With.Message.EqualTo(problem));

    private static Task<LocalAwsServer> StartAsync(string statements) => LocalAwsServer.StartAsync(options => options with
    {
        EnforcedPolicies = EnforcedPolicies.Parse($$"""{ "Version": "2012-10-17", "Statement": [{{statements}}] }"""),
    });

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(LocalAwsServer server, HttpMethod method, string path, string service, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content }.Signed(service);
        using var answer = await server.Client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
