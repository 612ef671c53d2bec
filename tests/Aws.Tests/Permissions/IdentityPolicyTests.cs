using Slipway.Aws.Permissions;

namespace Slipway.Aws.Tests.Permissions;

/// <summary>Policies decide as IAM's user guide says that they do.</summary>
public sealed class IdentityPolicyTests
{
    private const string Service = "arn:aws:ecs:eu-west-2:123456789012:service/staging/app";

    [TestCase("\"ecs:UpdateService\"", "\"*\"", ExpectedResult = PermissionDecision.Allowed)]
    [TestCase("\"ecs:updateservice\"", "\"*\"", ExpectedResult = PermissionDecision.Allowed, Description = "Actions have no case.")]
    [TestCase("[\"ecs:Describe*\", \"ecs:Update*\"]", "\"*\"", ExpectedResult = PermissionDecision.Allowed)]
    [TestCase("\"ecs:Describe*\"", "\"*\"", ExpectedResult = PermissionDecision.ImplicitDeny)]
    [TestCase("\"*\"", "\"arn:aws:ecs:eu-west-2:123456789012:service/staging/*\"", ExpectedResult = PermissionDecision.Allowed)]
    [TestCase("\"*\"", "\"arn:aws:ecs:eu-west-2:123456789012:service/staging/a?p\"", ExpectedResult = PermissionDecision.Allowed)]
    [TestCase("\"*\"", "\"arn:aws:ecs:eu-west-2:123456789012:service/production/*\"", ExpectedResult = PermissionDecision.ImplicitDeny)]
    [TestCase("\"*\"", "\"arn:aws:ecs:*:service/staging/app\"", ExpectedResult = PermissionDecision.ImplicitDeny, Description = "A wildcard does not reach beyond a colon.")]
    [TestCase("\"*\"", "\"arn:aws:ecs:*\"", ExpectedResult = PermissionDecision.Allowed, Description = "One at the very end does.")]
    [TestCase("\"*\"", "\"arn:aws:ecs:eu-*\"", ExpectedResult = PermissionDecision.Allowed)]
    [TestCase("\"*\"", "\"arn:aws:ecs:us-*\"", ExpectedResult = PermissionDecision.ImplicitDeny)]
    [TestCase("\"*\"", "\"arn:aws:s3*\"", ExpectedResult = PermissionDecision.ImplicitDeny)]
    [TestCase("\"*\"", "\"arn:aws:ecs\"", ExpectedResult = PermissionDecision.ImplicitDeny, Description = "What is too short is not completed.")]
    public PermissionDecision Actions_and_resources_have_wildcards(string actions, string resources) =>
        Policy($$"""{ "Effect": "Allow", "Action": {{actions}}, "Resource": {{resources}} }""").Decide(Update());

    [TestCase("arn:aws:s3:::shop/*", "arn:aws:s3:::shop/staging/.env", ExpectedResult = PermissionDecision.Allowed)]
    [TestCase("arn:aws:s3:::shop/*", "arn:aws:s3:::other/.env", ExpectedResult = PermissionDecision.ImplicitDeny)]
    [TestCase("arn:aws:iam::123456789012:role/task", "arn:aws:iam::123456789012:role/task", ExpectedResult = PermissionDecision.Allowed)]
    [TestCase("arn:aws:iam:*:123456789012:role/*", "arn:aws:iam::123456789012:role/task", ExpectedResult = PermissionDecision.Allowed)]
    [TestCase("arn:aws:iam::123456789012:role/task", "arn:aws:iam::210987654321:role/task", ExpectedResult = PermissionDecision.ImplicitDeny)]
    public PermissionDecision Parts_of_ARNs_may_be_empty(string pattern, string resource) =>
        Policy($$"""{ "Effect": "Allow", "Action": "*", "Resource": "{{pattern}}" }""").Decide(Update() with { Resource = resource });

    [TestCase("""{ "StringEquals": { "iam:PassedToService": "ecs-tasks.amazonaws.com" } }""", "iam:PassedToService", "ecs-tasks.amazonaws.com", true)]
    [TestCase("""{ "StringEquals": { "iam:PassedToService": ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"] } }""", "iam:passedtoservice", "ecs-tasks.amazonaws.com", true)]
    [TestCase("""{ "StringEquals": { "iam:PassedToService": "ecs-tasks.amazonaws.com" } }""", "iam:PassedToService", "ec2.amazonaws.com", false)]
    [TestCase("""{ "StringEquals": { "iam:PassedToService": "ecs-tasks.amazonaws.com" } }""", "", "", false)]
    [TestCase("""{ "StringEqualsIfExists": { "iam:PassedToService": "ecs-tasks.amazonaws.com" } }""", "", "", true)]
    [TestCase("""{ "StringNotEquals": { "iam:PassedToService": "ec2.amazonaws.com" } }""", "", "", true)]
    [TestCase("""{ "ArnEquals": { "ecs:cluster": "arn:aws:ecs:*:123456789012:cluster/staging" } }""", "ecs:cluster", "arn:aws:ecs:eu-west-2:123456789012:cluster/staging", true)]
    [TestCase("""{ "ArnEquals": { "ecs:cluster": "arn:aws:ecs:eu-west-2:123456789012:cluster/staging" } }""", "ecs:cluster", "arn:aws:ecs:eu-west-2:123456789012:cluster/production", false)]
    [TestCase("""{ "ArnLike": { "ecs:cluster": "arn:aws:ecs:*" } }""", "ecs:cluster", "arn:aws:ecs:eu-west-2:123456789012:cluster/staging", false, Description = "Conditions compare each part by itself.")]
    [TestCase("""{ "ForAllValues:StringLike": { "aws:TagKeys": "slipway:*" } }""", "aws:TagKeys", "slipway:build,slipway:commit", true)]
    [TestCase("""{ "ForAllValues:StringLike": { "aws:TagKeys": "slipway:*" } }""", "aws:TagKeys", "slipway:build,team", false)]
    [TestCase("""{ "ForAllValues:StringLike": { "aws:TagKeys": "slipway:*" } }""", "", "", true)]
    [TestCase("""{ "ForAnyValue:StringLike": { "aws:TagKeys": "slipway:*" } }""", "aws:TagKeys", "team,slipway:build", true)]
    [TestCase("""{ "ForAnyValue:StringLike": { "aws:TagKeys": "slipway:*" } }""", "", "", false)]
    [TestCase("""{ "Null": { "aws:TagKeys": "true" } }""", "", "", true)]
    [TestCase("""{ "Null": { "aws:TagKeys": true } }""", "aws:TagKeys", "team", false)]
    [TestCase("""{ "StringEquals": { "a": "1" }, "StringLike": { "b": "2" } }""", "a", "1", false)]
    public void Conditions_narrow_what_is_allowed(string condition, string key, string values, bool isAllowed)
    {
        var policy = Policy($$"""{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {{condition}} }""");

        Assert.That(policy.Decide(Update(key, values)), Is.EqualTo(isAllowed ? PermissionDecision.Allowed : PermissionDecision.ImplicitDeny));
    }

    [Test]
    public void A_denial_wins()
    {
        var policy = Policy("""{ "Effect": "Allow", "Action": "*", "Resource": "*" }, { "Effect": "Deny", "Action": "ecs:Update*", "Resource": "*" }""");

        Assert.That(policy.Decide(Update()), Is.EqualTo(PermissionDecision.ExplicitDeny));
    }

    [TestCase("""{ "Effect": "Allow", "NotAction": "*", "Resource": "*" }""", "'NotAction' is not evaluated here.")]
    [TestCase("""{ "Effect": "Allow", "Action": "*", "NotResource": "*" }""", "'NotResource' is not evaluated here.")]
    [TestCase("""{ "Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b/${aws:username}/*" }""", "policy variables are not evaluated here: 'arn:aws:s3:::b/${aws:username}/*'.")]
    [TestCase("""{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } } }""", "the condition operator 'IpAddress' is not evaluated here; ")]
    [TestCase("""{ "Effect": "allow", "Action": "*", "Resource": "*" }""", "'Effect' is 'allow', not Allow or Deny.")]
    [TestCase("""{ "Effect": "Allow", "Action": "*" }""", "a statement has no 'Action', or no 'Resource'.")]
    public void What_is_not_evaluated_is_refused(string statement, string problem) => Assert.That(() => Policy(statement), Throws.InstanceOf<FormatException>().With.Message.StartsWith(problem));

    [TestCase("{}", "it has no 'Statement'.")]
    [TestCase("{", "it is not JSON: ")]
    public void What_is_no_policy_is_refused(string text, string problem) => Assert.That(() => IdentityPolicy.Parse(text), Throws.InstanceOf<FormatException>().With.Message.StartsWith(problem));

    private static IdentityPolicy Policy(string statements) => IdentityPolicy.Parse($$"""{ "Version": "2012-10-17", "Statement": [{{statements}}] }""");

    private static PermissionRequest Update(string key = "", string values = "") =>
        new("ecs:UpdateService", Service, key.Length == 0 ? new Dictionary<string, IReadOnlyList<string>>() : new Dictionary<string, IReadOnlyList<string>> { [key] = values.Split(',') });
}
