using Slipway.Testing.Authorization;

namespace Slipway.Aws.Tests.Permissions;

/// <summary>The table of permissions says what AWS's own reference says.</summary>
public sealed class PermissionTableTests
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["partition"] = "aws",
        ["region"] = "eu-west-2",
        ["account"] = "123456789012",
        ["cluster"] = "c",
        ["service"] = "s",
        ["family"] = "f",
        ["registryRegion"] = "eu-west-2",
        ["registryAccount"] = "123456789012",
        ["repository"] = "team/app",
        ["application"] = "a",
        ["group"] = "g",
        ["pipeline"] = "p",
        ["logRegion"] = "eu-west-2",
        ["logGroup"] = "/ecs/app",
        ["bucket"] = "b",
        ["key"] = "k/.env",
        ["role"] = "arn:aws:iam::123456789012:role/task",
        ["taggedService"] = "s",
        ["markedService"] = "s",
        ["scaledService"] = "s",
        ["infrastructureRole"] = "arn:aws:iam::123456789012:role/balancer",
        ["assumedRole"] = "arn:aws:iam::123456789012:role/deployer",
        ["schedule"] = "nightly",
        ["scheduleGroup"] = "default",
        ["scheduleRole"] = "arn:aws:iam::123456789012:role/scheduler",
        ["caller"] = "arn:aws:iam::123456789012:role/deployer",
        ["secretArn"] = "arn:aws:secretsmanager:eu-west-2:123456789012:secret:app/key-??????",
        ["parameterArn"] = "arn:aws:ssm:eu-west-2:123456789012:parameter/app/key",
    };

    [Test]
    public void Actions_resources_and_condition_keys_are_those_of_the_reference()
    {
        var problems =
            from row in AwsPermissions.All
            where !row.IsOfRehearsals
            from action in row.Actions
            let problem = ServiceAuthorization.Extract.Problem(action.Action, action.Resource.Fill(Values), [.. action.Conditions.Select(condition => condition.Key)])
            where problem is not null
            select $"{row.Service} {row.Operation}: {problem}";

        Assert.That(problems, Is.Empty);
    }

    [Test]
    public void A_resource_without_a_value_is_a_mistake_of_the_caller()
    {
        var row = AwsPermissions.Get("ECS", "UpdateService");

        Assert.That(() => row.Actions[0].Resource.Fill(new Dictionary<string, string>()), Throws.InstanceOf<KeyNotFoundException>().With.Message.Contains("{partition}"));
    }

    [TestCase("S3", "HeadObject", "s3:GetObject")]
    [TestCase("S3", "ListObjectsV2", "s3:ListBucket")]
    [TestCase("ECS", "UpdateService", "ecs:UpdateService")]
    [TestCase("CloudWatch Logs", "FilterLogEvents", "logs:FilterLogEvents")]
    public void The_first_action_is_the_operations_own(string service, string operation, string action) =>
        Assert.That(AwsPermissions.Get(service, operation).Actions[0].Action, Is.EqualTo(action));
}
