using System.Net;
using System.Net.Sockets;
using Slipway.Testing;

namespace Slipway.Aws.Tests.Calls;

public sealed class RetryTests
{
    private static readonly TimeSpan LongestWait = new AwsLimits().MaxDelay;

    private static IEnumerable<TestCaseData<AwsAnswer>> Transient()
    {
        yield return Case("throttling", AwsAnswer.Refusal("ThrottlingException", "Rate exceeded"));
        yield return Case("too many requests", AwsAnswer.Refusal("com.amazonaws.ecr#TooManyRequestsException", "Slow down"));
        yield return Case("request limit", AwsAnswer.Refusal("RequestLimitExceeded", "Request limit exceeded."));
        yield return Case("429", new AwsAnswer(HttpStatusCode.TooManyRequests, ""));
        yield return Case("server fault", AwsAnswer.Refusal("ServerException", "Service Unavailable.", HttpStatusCode.InternalServerError));
        yield return Case("bad gateway", new AwsAnswer(HttpStatusCode.BadGateway, "<html>") { MediaType = "text/html" });
        yield return Case("connection refused", AwsAnswer.Broken(
            new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused", new SocketException((int)SocketError.ConnectionRefused))));
        yield return Case("connection reset", AwsAnswer.Broken(
            new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.")));
        yield return Case("broken body", AwsAnswer.Broken(new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.")));

        static TestCaseData<AwsAnswer> Case(string name, AwsAnswer answer) => new(answer) { TestName = $"A call is tried again after {name}" };
    }

    [TestCaseSource(nameof(Transient))]
    public async Task A_call_is_tried_again(AwsAnswer first)
    {
        using var fake = new FakeAws().On("DescribeClusters", first, AwsAnswer.Ok("{'clusters':[{'clusterName':'staging'}]}"));
        var time = new ManualTimeProvider();
        using var aws = Given.Clients(fake, time);

        var lookup = await time.RunAsync(aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None), LongestWait);

        Assert.That(lookup.Found, Has.Count.EqualTo(1));
        Assert.That(fake.Requests.Select(r => r.Headers.ContainsKey("Authorization")), Is.EqualTo(new[] { true, true }));
    }

    [TestCase("ClusterNotFoundException", HttpStatusCode.BadRequest)]
    [TestCase("InvalidParameterException", HttpStatusCode.BadRequest)]
    [TestCase("AccessDeniedException", HttpStatusCode.BadRequest)]
    [TestCase("ExpiredTokenException", HttpStatusCode.BadRequest)]
    [TestCase("LimitExceededException", HttpStatusCode.BadRequest)]
    [TestCase("NotImplemented", HttpStatusCode.NotImplemented)]
    public async Task A_refusal_is_not_tried_again(string code, HttpStatusCode status)
    {
        using var fake = new FakeAws().On("DescribeClusters", AwsAnswer.Refusal(code, "No.", status));
        using var aws = Given.Clients(fake, new ManualTimeProvider());

        var error = await Failure.OfAsync(() => aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None));

        Assert.That((error.Code, error.Attempts, fake.Requests.Count), Is.EqualTo((code, 1, 1)));
    }

    [Test]
    public async Task The_tries_are_bounded_and_the_last_failure_says_how_many_there_were()
    {
        using var fake = new FakeAws().On("DescribeClusters", AwsAnswer.Refusal("ThrottlingException", "Rate exceeded"));
        var time = new ManualTimeProvider();
        using var aws = Given.Clients(fake, time);

        var error = await Failure.OfAsync(() => time.RunAsync(aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None), LongestWait));

        Assert.That((error.Kind, error.Attempts, fake.Requests.Count), Is.EqualTo((AwsFailure.Throttled, 5, 5)));
        Assert.That(error.Message, Is.EqualTo(
            $"ECS DescribeClusters failed: ThrottlingException (HTTP 400, request {AwsAnswer.RequestId}, 5 attempts): Rate exceeded. "
            + "The account's request rate is used up: wait, or run fewer deployments at once."));
    }

    [Test]
    public async Task The_waits_between_tries_differ_from_run_to_run_and_stay_under_the_longest()
    {
        var first = await WaitsAsync();
        var second = await WaitsAsync();

        Assert.That(first, Has.Count.EqualTo(4));
        Assert.That(first.Concat(second), Is.All.LessThanOrEqualTo(LongestWait).And.All.GreaterThan(TimeSpan.Zero));
        Assert.That(first, Is.Not.EqualTo(second));
    }

    [Test]
    public async Task A_try_that_gets_no_answer_is_given_up_and_tried_again()
    {
        using var fake = new FakeAws().On("DescribeClusters", AwsAnswer.Silence(), AwsAnswer.Ok("{'clusters':[]}"));
        var time = new ManualTimeProvider();
        using var aws = Given.Clients(fake, time);

        var asking = aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None);
        while (fake.Requests.Count == 0) await Task.Delay(1);
        time.Advance(new AwsLimits().AttemptTimeout);
        await time.RunAsync(asking, LongestWait);

        Assert.That(fake.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task All_tries_together_end_at_the_total_time_out()
    {
        using var fake = new FakeAws().On("DescribeClusters", AwsAnswer.Silence());
        var time = new ManualTimeProvider();
        using var aws = Given.Clients(fake, time);

        var error = await Failure.OfAsync(() =>
            time.RunAsync(aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None), TimeSpan.FromHours(1)));

        Assert.That((error.Kind, error.Code, error.AwsMessage), Is.EqualTo((AwsFailure.Unreachable, "Timeout", "no answer within 120 s.")));
        Assert.That(time.Waits.Aggregate((a, b) => a + b), Is.EqualTo(new AwsLimits().TotalTimeout));
    }

    [Test]
    public async Task An_address_where_nobody_listens_is_named_with_what_to_check()
    {
        // Bound and not listening: nobody else can have the port.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var settings = Given.Settings with
        {
            Endpoint = new Uri($"http://{socket.LocalEndPoint}"),
            Limits = new AwsLimits { Attempts = 2, Delay = TimeSpan.Zero },
        };
        using var aws = AwsClients.Create(settings);

        var error = await Failure.OfAsync(() => aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None));

        Assert.That((error.Kind, error.Code, error.HttpStatus, error.RequestId), Is.EqualTo((AwsFailure.Unreachable, "NoConnection", (HttpStatusCode?)null, (string?)null)));
        Assert.That(error.Message, Is.EqualTo(
            $"ECS DescribeClusters failed: NoConnection (2 attempts): Connection refused ({socket.LocalEndPoint}). "
            + "Check the network, the proxy, and the endpoint (AWS_ENDPOINT_URL, and endpoint_url in the AWS profile)."));
    }

    [Test]
    public void A_cancelled_call_is_cancelled_and_not_a_failure_of_AWS()
    {
        using var fake = new FakeAws().On("DescribeClusters", AwsAnswer.Silence());
        using var aws = Given.Clients(fake, new ManualTimeProvider());
        using var cancellation = new CancellationTokenSource();
        var call = aws.Ecs.DescribeClustersAsync(["staging"], cancellation.Token);

        cancellation.Cancel();

        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
    }

    private static async Task<IReadOnlyList<TimeSpan>> WaitsAsync()
    {
        using var fake = new FakeAws().On("DescribeClusters", AwsAnswer.Refusal("ThrottlingException", "Rate exceeded"));
        var time = new ManualTimeProvider();
        using var aws = Given.Clients(fake, time);
        await Failure.OfAsync(() => time.RunAsync(aws.Ecs.DescribeClustersAsync(["staging"], CancellationToken.None), LongestWait));
        return time.Waits;
    }
}
