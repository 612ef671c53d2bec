using System.Net;
using NSubstitute;
using Slipway.Pipeline.Commands.Verify;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Environments.Rehearsal;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tests.Configuration;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Verify;

/// <summary>An environment that is deployed from its artifacts has no service to ask for: its URLs are all, and no account is needed.</summary>
public sealed class EnvironmentVerificationTests
{
    private const string ByOthers = """
        application: shop
        region: eu-west-2
        images: { app: { repository: shop.app } }
        environments: { local: { deploy: { strategy: artifacts-only } } }

        """;

    private const string Two = ByOthers + """
        verify:
          - { url: "http://127.0.0.1:1/{env}" }
          - { url: "http://127.0.0.1:1/health", status: 204, timeout: 2s }

        """;

    private readonly StringWriter _output = new();

    [SetUp]
    public void Forget() => _output.GetStringBuilder().Clear();

    [Test]
    public async Task What_answers_as_configured_is_verified()
    {
        await RunAsync(Two, request => request.RequestUri!.AbsolutePath == "/health" ? HttpStatusCode.NoContent : HttpStatusCode.OK, isJson: true);

        Assert.That(_output.ToString(), Is.EqualTo(
            """{"application":"shop","environment":"local","verified":true,"urls":[{"url":"http://127.0.0.1:1/local","status":200,"verified":true,"problem":null,"tries":1,"seconds":0},{"url":"http://127.0.0.1:1/health","status":204,"verified":true,"problem":null,"tries":1,"seconds":0}],"services":[],"pipeline":null}"""
            + _output.NewLine));
    }

    [Test]
    public async Task What_does_not_is_told_with_exit_code_7_and_in_the_json_too()
    {
        var failure = await Assert.ThrowsAsync<RunFailedException>(() => RunAsync(Two, _ => HttpStatusCode.OK, isJson: true));

        Assert.That((failure!.ExitCode, failure.Message), Is.EqualTo((ExitCodes.NotRolledBack,
            "slipway.yml:7:5: http://127.0.0.1:1/health did not answer with 204 within 2 s: it answered with 200. See what runs (--target=Status) and what it writes (--target=Logs), or correct 'verify'.")));
        Assert.That(_output.ToString(), Is.EqualTo(
            """{"application":"shop","environment":"local","verified":false,"urls":[{"url":"http://127.0.0.1:1/local","status":200,"verified":true,"problem":null,"tries":1,"seconds":0},{"url":"http://127.0.0.1:1/health","status":204,"verified":false,"problem":"it answered with 200","tries":3,"seconds":2}],"services":[],"pipeline":null}"""
            + _output.NewLine));
    }

    [Test]
    public async Task An_environment_with_nothing_to_verify_is_told_what_to_write()
    {
        var failure = await Assert.ThrowsAsync<RunFailedException>(() => RunAsync(ByOthers, _ => HttpStatusCode.OK, isJson: false));

        Assert.That((failure!.ExitCode, failure.Message), Is.EqualTo((ExitCodes.Configuration,
            "slipway.yml: environment 'local' has nothing to verify. Write where its application answers: verify: { url: \"https://…/\", status: 200 }.")));
    }

    private async Task<bool> RunAsync(string settings, Func<HttpRequestMessage, HttpStatusCode> answer, bool isJson)
    {
        using var http = new HttpClient(new Answering(answer));
        var time = new ManualTimeProvider();
        var identities = new BuildIdentityReader(new Dictionary<string, string> { ["BITBUCKET_COMMIT"] = "c0ffee" }, Substitute.For<IGitRepository>());
        using var rehearsal = new RehearsalAws(new(Path.GetTempPath()), time);
        var verification = new EnvironmentVerification(identities, new(rehearsal, Substitute.For<ILog>()), new Verification(http, time), new ResultOutput(_output, isJson), Substitute.For<ILog>(), time);
        return await time.RunAsync(RunCoreAsync(), TimeSpan.FromSeconds(1));

        async Task<bool> RunCoreAsync()
        {
            await verification.RunAsync(SettingsText.Parse(settings), "7", CancellationToken.None);
            return true;
        }
    }

    private sealed class Answering(Func<HttpRequestMessage, HttpStatusCode> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(answer(request)));
    }
}
