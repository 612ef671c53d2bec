using System.Net;
using Slipway.Aws;
using Slipway.Aws.S3;
using Slipway.Pipeline.Commands.Doctor;
using Slipway.Pipeline.Tests.Environments.Locking;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Doctor;

public sealed class LockChecksTests
{
    private const string Caller = "arn:aws:sts::170904582664:assumed-role/ci/build";
    private const string Key = "/locks/shop.lock";
    private const string Subject = "lock s3://locks/shop.lock";

    private static readonly AwsAnswer Missing = AwsAnswer.XmlRefusal(HttpStatusCode.NotFound, "NoSuchKey", "The specified key does not exist.");
    private static readonly AwsAnswer NoBucket = AwsAnswer.XmlRefusal(HttpStatusCode.NotFound, "NoSuchBucket", "The specified bucket does not exist.");

    [Test]
    public async Task A_lock_that_can_be_taken_is_fine_and_what_only_a_write_would_tell_is_said()
    {
        using var fake = new FakeAws().On($"GET {Key}", Missing).On("POST /", Decisions("allowed", "allowed"));

        var checks = await RunAsync(fake);

        Assert.That(checks, Is.EqualTo(new[]
        {
            Check.Passed(Subject, "is not there yet; the first deployment makes it"),
            Check.Passed($"permission to take the {Subject}", "given by the caller's policies; whether the bucket's own policy or a key's denies it, only a write would tell"),
        }));
        Assert.That(fake.Requests.Select(request => request.Key), Is.EqualTo(new[] { $"GET {Key}", "POST /" }), "Nothing is written.");
        Assert.That(WebUtility.UrlDecode(fake.Requests[^1].Body), Does.Contain("Action=SimulatePrincipalPolicy").And.Contain("PolicySourceArn=arn:aws:iam::170904582664:role/ci")
            .And.Contain("ResourceArns.member.1=arn:aws:s3:::locks/shop.lock").And.Contain("ActionNames.member.1=s3:GetObject").And.Contain("ActionNames.member.2=s3:PutObject"));
    }

    [TestCase("", "is held by ada since 2026-03-02 09:00:00 UTC (build 421, commit c0ffee), https://ci.example.test/ada")]
    [TestCase(", \"released\": \"2026-03-02T09:00:10Z\"", "is free")]
    public async Task Who_holds_it_is_told(string released, string detail)
    {
        var record = $$"""
            { "application": "shop", "environment": "staging", "run": "0123", "owner": { "name": "ada", "buildUrl": "https://ci.example.test/ada", "buildNumber": "421", "commit": "c0ffee" },
              "since": "2026-03-02T09:00:00Z", "heartbeat": "2026-03-02T09:00:00Z", "expires": "2026-03-02T09:02:00Z"{{released}} }
            """;
        using var fake = new FakeAws().On($"GET {Key}", new AwsAnswer(HttpStatusCode.OK, record)).On("POST /", Decisions("allowed", "allowed"));

        Assert.That((await RunAsync(fake))[0], Is.EqualTo(Check.Passed(Subject, detail)));
    }

    [Test]
    public async Task A_bucket_that_is_missing_is_wrong_and_in_a_rehearsal_made_by_a_run()
    {
        using var fake = new FakeAws().On($"GET {Key}", NoBucket);

        var (checks, rehearsed) = (await RunAsync(fake), await RunAsync(fake, "local"));

        Assert.That(checks, Is.EqualTo(new[] { Check.Failed(Subject, "there is no bucket 'locks'", "aws s3 mb --region eu-west-2 s3://locks, or correct 'deploy.lock'; with Terraform: infra/modules/bucket") }));
        Assert.That(rehearsed, Is.EqualTo(new[] { Check.Passed(Subject, "its bucket is not there yet; a run makes it") }));
    }

    [Test]
    public async Task Another_object_under_the_lock_s_name_is_wrong()
    {
        using var fake = new FakeAws().On($"GET {Key}", new AwsAnswer(HttpStatusCode.OK, "APP_KEY=1"));

        var check = (await RunAsync(fake)).Single();

        Assert.That((check.Result, check.Detail), Is.EqualTo((CheckResult.Failed, "cannot be used")));
        Assert.That(check.Remedy, Does.StartWith("s3://locks/shop.lock is no lock of a deployment: "));
    }

    [Test]
    public async Task A_permission_that_the_policies_deny_is_wrong_and_one_that_they_lack_is_unsure()
    {
        using var denied = new FakeAws().On($"GET {Key}", Missing).On("POST /", Decisions("allowed", "explicitDeny"));
        using var lacking = new FakeAws().On($"GET {Key}", Missing).On("POST /", Decisions("allowed", "implicitDeny"));
        using var unasked = new FakeAws().On($"GET {Key}", Missing).On("POST /", AwsAnswer.XmlRefusal(HttpStatusCode.Forbidden, "AccessDenied", "User is not authorized to perform: iam:SimulatePrincipalPolicy"));

        var (wrong, unsure, unknown) = ((await RunAsync(denied))[1], (await RunAsync(lacking))[1], (await RunAsync(unasked))[1]);

        Assert.That((wrong.Result, wrong.Detail), Is.EqualTo((CheckResult.Failed, $"a policy of {Caller} denies s3:PutObject")));
        Assert.That((unsure.Result, unsure.Remedy), Is.EqualTo((CheckResult.Unknown, "Allow s3:PutObject on arn:aws:s3:::locks/shop.lock. A policy of the bucket may do so already, which only a write would tell.")));
        Assert.That((unknown.Result, unknown.Detail), Is.EqualTo((CheckResult.Unknown, "could not be checked")));
    }

    [Test]
    public async Task Without_a_bucket_there_is_no_lock_which_is_said()
    {
        using var fake = new FakeAws();
        using var aws = Clients(fake);

        var checks = await new LockChecks(aws.Objects, LockSettings.Of(""), location: null, new(aws, Caller)).RunAsync(CancellationToken.None);

        Assert.That(checks.Single().Detail, Is.EqualTo("there is none: no secret names a bucket"));
        Assert.That(fake.Requests, Is.Empty);
    }

    private static async Task<IReadOnlyList<Check>> RunAsync(FakeAws fake, string environment = "staging")
    {
        using var aws = Clients(fake);
        var settings = LockSettings.Of("") with { Environment = environment };
        return await new LockChecks(aws.Objects, settings, new S3Location("locks", "shop.lock"), new(aws, Caller)).RunAsync(CancellationToken.None);
    }

    private static AwsClients Clients(FakeAws fake) => AwsClients.Create(
        new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s"), Limits = new() { Attempts = 1, Delay = TimeSpan.Zero, SettleTime = TimeSpan.Zero } }, fake);

    /// <summary>For reading and for writing.</summary>
    private static AwsAnswer Decisions(string read, string write) => new(HttpStatusCode.OK, $"""
        <SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><EvaluationResults>
        <member><EvalActionName>s3:GetObject</EvalActionName><EvalDecision>{read}</EvalDecision></member>
        <member><EvalActionName>s3:PutObject</EvalActionName><EvalDecision>{write}</EvalDecision></member>
        </EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>
        """) { MediaType = "text/xml" };
}
