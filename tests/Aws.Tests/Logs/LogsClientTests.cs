using Slipway.Aws.Logs;
using Slipway.Testing;

namespace Slipway.Aws.Tests.Logs;

public sealed class LogsClientTests
{
    [Test]
    public async Task The_last_lines_are_looked_for_behind_empty_pages_until_the_token_comes_back()
    {
        using var fake = new FakeAws().On(
            "GetLogEvents",
            AwsAnswer.Ok("{'events':[{'timestamp':3,'message':'c'}],'nextBackwardToken':'b/1'}"),
            AwsAnswer.Ok("{'events':[],'nextBackwardToken':'b/2'}"),
            AwsAnswer.Ok("{'events':[{'timestamp':1,'message':'a'},{'timestamp':2,'message':'b'}],'nextBackwardToken':'b/3'}"),
            AwsAnswer.Ok("{'events':[],'nextBackwardToken':'b/3'}"));
        using var aws = Given.Clients(fake);

        var found = await aws.Logs.GetLogEventsAsync("g", "s", 5, startFromHead: false, default);

        Assert.That(found.Events, Is.EqualTo(new[] { Event(1, "a"), Event(2, "b"), Event(3, "c") }));
        Assert.That(
            fake.DocumentsTo("GetLogEvents").Select(sent => ((int)sent["limit"]!, (string?)sent["nextToken"])),
            Is.EqualTo(new[] { (5, null), (4, "b/1"), (4, "b/2"), (2, (string?)"b/3") }));
    }

    [Test]
    public async Task No_more_is_asked_for_than_the_limit()
    {
        using var fake = new FakeAws().On("GetLogEvents", AwsAnswer.Ok("{'events':[{'timestamp':1,'message':'a'}],'nextForwardToken':'f/1'}"));
        using var aws = Given.Clients(fake);

        await aws.Logs.GetLogEventsAsync("g", "s", 1, startFromHead: true, default);

        Assert.That(fake.Requests.Single().Body, Is.EqualTo("""{"logGroupName":"g","logStreamName":"s","startFromHead":true,"limit":1}"""));
    }

    [Test]
    public async Task Pages_of_filtered_events_are_followed_empty_ones_too_and_ordered_by_time()
    {
        using var fake = new FakeAws().On(
            "FilterLogEvents",
            AwsAnswer.Ok("{'events':[{'logStreamName':'t','timestamp':2,'message':'b','eventId':'2'}],'nextToken':'1'}"),
            AwsAnswer.Ok("{'events':[],'nextToken':'2'}"),
            AwsAnswer.Ok("{'events':[{'logStreamName':'s','timestamp':1,'message':'a','eventId':'1'}]}"));
        using var aws = Given.Clients(fake);

        var found = await aws.Logs.FilterLogEventsAsync("g", new() { StreamPrefix = "s", Start = DateTimeOffset.FromUnixTimeMilliseconds(1) }, default);

        Assert.That(found.Events, Is.EqualTo(new[] { Event(1, "a") with { Id = "1" }, Event(2, "b") with { Stream = "t", Id = "2" } }));
        Assert.That(fake.Requests[0].Body, Is.EqualTo("""{"logGroupName":"g","logStreamNamePrefix":"s","startTime":1}"""));
    }

    [Test]
    public async Task A_caller_that_may_not_read_is_refused_with_what_to_allow()
    {
        using var fake = new FakeAws().On("GetLogEvents", AwsAnswer.Refusal("AccessDeniedException", "No."));
        using var aws = Given.Clients(fake);

        var error = await Failure.OfAsync(() => aws.Logs.GetLogEventsAsync("g", "s", 1, startFromHead: true, default));

        Assert.That((error.Kind, error.Message), Is.EqualTo((AwsFailure.AccessDenied,
            $"CloudWatch Logs GetLogEvents failed: AccessDeniedException (HTTP 400, request {AwsAnswer.RequestId}): No. Allow the caller 'logs:GetLogEvents'.")));
    }

    private static LogEvent Event(long milliseconds, string message) => new(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), message, "s");
}
