using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Sts;

public sealed class SecurityTokenServiceTests
{
    [Test]
    public async Task The_caller_is_the_local_user_of_the_account()
    {
        await using var server = await LocalAwsServer.StartAsync(options => options with { Account = "170904582664" });

        var identity = await new AwsCommand(server.Client.BaseAddress!).SucceedAsync("sts", "get-caller-identity");

        Assert.That(JsonNode.Parse(identity)!.ToJsonString(), Is.EqualTo(
            """{"UserId":"AIDALOCALAWSLOCALAWS0","Account":"170904582664","Arn":"arn:aws:iam::170904582664:user/local"}"""));
    }

    [Test]
    public async Task A_role_of_the_account_is_given_for_a_token_to_who_has_no_credentials()
    {
        await using var server = await LocalAwsServer.StartAsync(options => options with { Account = "170904582664" });

        var answer = await new AwsCommand(server.Client.BaseAddress!).SucceedAsync(
            "sts", "assume-role-with-web-identity", "--role-arn", "arn:aws:iam::170904582664:role/ci/deploys", "--role-session-name", "build-42",
            "--web-identity-token", "header.payload.signature", "--no-sign-request");

        Assert.That(JsonNode.Parse(answer)!["AssumedRoleUser"]!.ToJsonString(), Is.EqualTo(
            """{"AssumedRoleId":"AROALOCALAWSLOCALAWS0:build-42","Arn":"arn:aws:sts::170904582664:assumed-role/deploys/build-42"}"""));
        Assert.That(JsonNode.Parse(answer)!["Credentials"]!.AsObject().Select(member => member.Key), Is.EqualTo(
            new[] { "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration" }));
    }

    [Test]
    public async Task A_role_of_another_account_is_refused()
    {
        await using var server = await LocalAwsServer.StartAsync(options => options with { Account = "170904582664" });

        var (exitCode, _, error) = await new AwsCommand(server.Client.BaseAddress!).RunAsync(
            "sts", "assume-role-with-web-identity", "--role-arn", "arn:aws:iam::123456789012:role/deploys", "--role-session-name", "build-42",
            "--web-identity-token", "header.payload.signature", "--no-sign-request");

        Assert.That((exitCode > 0, error.Replace("aws: [ERROR]: ", "")), Is.EqualTo((true,
            "An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: "
            + "Not authorized to perform sts:AssumeRoleWithWebIdentity: arn:aws:iam::123456789012:role/deploys is not of account 170904582664")));
    }

    [TestCase("sts get-session-token", "An error occurred (InvalidAction) when calling the GetSessionToken operation: LocalAws does not emulate STS GetSessionToken; run this against AWS, or leave it out with --env=local.")]
    [TestCase("iam list-users", "An error occurred (NotImplemented) when calling the ListUsers operation: LocalAws does not emulate the service iam (operation ListUsers); run this against AWS, or leave it out with --env=local.")]
    [TestCase("lambda list-functions", "An error occurred (NotImplemented) when calling the ListFunctions operation: LocalAws does not emulate the service lambda (GET /2015-03-31/functions); run this against AWS, or leave it out with --env=local.")]
    [TestCase("ec2 describe-vpcs", "An error occurred (NotImplemented) when calling the DescribeVpcs operation: LocalAws does not emulate the service ec2 (operation DescribeVpcs); run this against AWS, or leave it out with --env=local.")]
    [TestCase("kms list-keys", "An error occurred (NotImplemented) when calling the ListKeys operation: LocalAws does not emulate the service TrentService (operation ListKeys); run this against AWS, or leave it out with --env=local.")]
    public async Task What_is_not_emulated_says_so_in_each_protocol(string command, string message)
    {
        await using var server = await LocalAwsServer.StartAsync();

        var (exitCode, _, error) = await new AwsCommand(server.Client.BaseAddress!).RunAsync(command.Split(' '));

        Assert.That((exitCode > 0, error.Replace("aws: [ERROR]: ", "")), Is.EqualTo((true, message)));
    }
}
