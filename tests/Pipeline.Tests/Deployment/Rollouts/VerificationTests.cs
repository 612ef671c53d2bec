using System.Net;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Testing;
using Slipway.Yaml;

namespace Slipway.Pipeline.Tests.Deployment.Rollouts;

public sealed class VerificationTests
{
    private static readonly Place Place = new("slipway.yml", 9, 5);
    private static readonly VerifySettings Settings = new(Template.Parse("http://127.0.0.1:1/{env}", TemplateKind.Text, Place), 204, TimeSpan.FromSeconds(30), Place);
    private static readonly PlaceholderValues Values = new("local", "eu-west-2", null, new("1", "c0ffee", "main"));

    [Test]
    public async Task The_url_is_asked_until_it_answers_as_configured()
    {
        var answers = new Queue<HttpStatusCode>([HttpStatusCode.BadGateway, HttpStatusCode.OK, HttpStatusCode.NoContent]);
        var time = new ManualTimeProvider();

        var verified = await time.RunAsync(Verify(time, [Settings], _ => answers.Dequeue()), TimeSpan.FromSeconds(1));

        Assert.That(answers, Is.Empty);
        Assert.That(verified, Is.EqualTo(new[] { new VerifiedUrl("http://127.0.0.1:1/local", 204) }));
    }

    [Test]
    public async Task What_it_answered_instead_is_said_when_the_time_is_over()
    {
        var time = new ManualTimeProvider();

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => time.RunAsync(Verify(time, [Settings], _ => HttpStatusCode.BadGateway), TimeSpan.FromSeconds(1)));

        Assert.That(failed!.ExitCode, Is.EqualTo(ExitCodes.NotRolledBack));
        Assert.That(failed.Message, Is.EqualTo(
            "slipway.yml:9:5: the service runs the release, but http://127.0.0.1:1/local did not answer with 204 within 30 s: it answered with 502. Check its log, or correct 'verify'."));
    }

    [Test]
    public async Task Several_urls_are_asked_at_the_same_time_and_each_that_does_not_answer_is_named()
    {
        var time = new ManualTimeProvider();
        VerifySettings[] all = [To("good", 10), To("bad", 20), To("worse", 30)];
        var begin = time.GetUtcNow();

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => time.RunAsync(
            Verify(time, all, request => request.RequestUri!.AbsolutePath == "/good" ? HttpStatusCode.NoContent : HttpStatusCode.NotFound), TimeSpan.FromSeconds(1)));

        Assert.That(time.GetUtcNow() - begin, Is.LessThan(TimeSpan.FromSeconds(35)));
        Assert.That(failed!.Message, Is.EqualTo(
            """
            slipway.yml:9:5: the service runs the release, but http://127.0.0.1:1/bad did not answer with 204 within 20 s: it answered with 404. Check its log, or correct 'verify'.
            slipway.yml:9:5: the service runs the release, but http://127.0.0.1:1/worse did not answer with 204 within 30 s: it answered with 404. Check its log, or correct 'verify'.
            """));
    }

    private static VerifySettings To(string page, int seconds) =>
        Settings with { Url = Template.Parse($"http://127.0.0.1:1/{page}", TemplateKind.Text, Place), Timeout = TimeSpan.FromSeconds(seconds) };

    private static async Task<IReadOnlyList<VerifiedUrl>> Verify(TimeProvider time, IReadOnlyList<VerifySettings> verify, Func<HttpRequestMessage, HttpStatusCode> answer)
    {
        using var http = new HttpClient(new Answering(answer));
        return await new Verification(http, time).WaitAsync(verify, Values, CancellationToken.None);
    }

    private sealed class Answering(Func<HttpRequestMessage, HttpStatusCode> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(answer(request)));
    }
}
