using System.Net;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment;
using Slipway.Pipeline.Failures;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Deployment;

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

        var url = await time.RunAsync(Verify(time, _ => answers.Dequeue()), TimeSpan.FromSeconds(1));

        Assert.That((url, answers.Count), Is.EqualTo(("http://127.0.0.1:1/local", 0)));
    }

    [Test]
    public async Task What_it_answered_instead_is_said_when_the_time_is_over()
    {
        var time = new ManualTimeProvider();

        var failed = await Assert.ThrowsAsync<RunFailedException>(() => time.RunAsync(Verify(time, _ => HttpStatusCode.BadGateway), TimeSpan.FromSeconds(1)));

        Assert.That(failed!.ExitCode, Is.EqualTo(ExitCodes.NotRolledBack));
        Assert.That(failed.Message, Is.EqualTo(
            "slipway.yml:9:5: the service runs the release, but http://127.0.0.1:1/local did not answer with 204 within 30 s: it answered with 502. Look at its log, or correct 'verify'."));
    }

    private static async Task<string> Verify(TimeProvider time, Func<HttpRequestMessage, HttpStatusCode> answer)
    {
        using var http = new HttpClient(new Answering(answer));
        return await new Verification(http, time).WaitAsync(Settings, Values, CancellationToken.None);
    }

    private sealed class Answering(Func<HttpRequestMessage, HttpStatusCode> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(answer(request)));
    }
}
