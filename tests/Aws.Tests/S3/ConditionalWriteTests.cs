using System.Net;
using Slipway.Aws.S3;
using Slipway.Testing;

namespace Slipway.Aws.Tests.S3;

/// <summary>What the servers of the contract do not do on request: conflicts, answers that are lost, clocks that are wrong.</summary>
public sealed class ConditionalWriteTests
{
    private static readonly S3Location Location = new("bucket", "deploy.lock");
    private static readonly AwsAnswer Written = new(HttpStatusCode.OK, "") { Headers = new Dictionary<string, string> { ["ETag"] = "\"0a1b-1\"" } };

    [Test]
    public async Task A_write_that_meets_another_is_sent_again_with_the_same_condition()
    {
        var time = new ManualTimeProvider();
        using var fake = new FakeAws().On(
            "PUT /bucket/deploy.lock",
            AwsAnswer.XmlRefusal(HttpStatusCode.Conflict, "ConditionalRequestConflict", "Conflict."), AwsAnswer.XmlRefusal(HttpStatusCode.Conflict, "OperationAborted", "Try again."), Written);
        using var aws = Given.Clients(fake, time);

        var etag = await time.RunAsync(aws.Objects.ReplaceAsync(Location, "{}"u8.ToArray(), "9f", CancellationToken.None), TimeSpan.FromSeconds(6));

        Assert.That(etag, Is.EqualTo("0a1b-1"));
        Assert.That(fake.Requests.Select(request => (request.Headers["If-Match"], request.Body)), Is.EqualTo(new[] { ("\"9f\"", "{}"), ("\"9f\"", "{}"), ("\"9f\"", "{}") }));
    }

    [Test]
    public async Task A_write_whose_answer_is_lost_finds_its_own_object_and_says_that_one_is_there()
    {
        var time = new ManualTimeProvider();
        using var fake = new FakeAws().On(
            "PUT /bucket/deploy.lock",
            AwsAnswer.Broken(new HttpRequestException("The connection broke.")), AwsAnswer.XmlRefusal(HttpStatusCode.PreconditionFailed, "PreconditionFailed", "No."));
        using var aws = Given.Clients(fake, time);

        var error = await Failure.OfAsync(() => time.RunAsync(aws.Objects.CreateAsync(Location, "{}"u8.ToArray(), CancellationToken.None), TimeSpan.FromSeconds(6)));

        Assert.That((error.Kind, error.Code, error.Attempts), Is.EqualTo((AwsFailure.Refused, "PreconditionFailed", 2)));
        Assert.That(fake.Requests.Select(request => request.Headers["If-None-Match"]), Is.EqualTo(new[] { "*", "*" }));
    }

    [TestCase("Mon, 02 Mar 2026 11:00:07 GMT", "Mon, 02 Mar 2026 11:00:00 GMT", 7)]
    [TestCase("Mon, 02 Mar 2026 11:00:00 GMT", "Mon, 02 Mar 2026 11:00:01 GMT", 0)]
    public async Task An_objects_age_is_told_by_the_answers_clock_and_not_by_the_own(string date, string modified, int seconds)
    {
        using var fake = new FakeAws().On("GET /bucket/deploy.lock", new AwsAnswer(HttpStatusCode.OK, "{}")
        {
            Headers = new Dictionary<string, string> { ["ETag"] = "\"0a1b-1\"", ["Date"] = date, ["Last-Modified"] = modified },
        });
        using var aws = Given.Clients(fake);

        var stored = await aws.Objects.ReadAsync(Location, CancellationToken.None);

        Assert.That((stored.Age, stored.ETag), Is.EqualTo((TimeSpan.FromSeconds(seconds), "0a1b-1")));
    }
}
