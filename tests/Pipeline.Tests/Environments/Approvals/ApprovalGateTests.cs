using System.Net;
using Slipway.Pipeline.Environments.Approvals;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tests.Configuration;
using Slipway.Pipeline.Tests.Environments.Locking;

namespace Slipway.Pipeline.Tests.Environments.Approvals;

public sealed class ApprovalGateTests
{
    private const string Settings = """
        application: shop
        region: eu-west-2
        images: { app: { repository: shop.app } }
        deploy: { strategy: rolling, cluster: shop, service: shop }
        environments:
          staging: {}
          production: { from: staging, approve: true }

        """;

    private const string Needed = "slipway.yml:7:32: environment 'production' needs an approval, and nobody's of build 42, commit c0ffee, is known here. ";

    private static readonly BuildIdentity Release = new("42", "c0ffee", null);

    private static readonly Dictionary<string, string> GitHub = new()
    {
        ["GITHUB_ACTIONS"] = "true",
        ["GITHUB_REPOSITORY"] = "acme/shop",
        ["GITHUB_RUN_ID"] = "7",
        ["GITHUB_TOKEN"] = "t",
        ["GITHUB_SHA"] = "c0ffee",
        ["GITHUB_API_URL"] = "https://api.example/",
    };

    private readonly LockRig.RecordedLog _log = new();

    [TestCase("production")]
    [TestCase("staging")]
    public async Task Who_is_named_on_the_command_line_has_approved(string environment)
    {
        Assert.That(await RequireAsync(environment, "ada", [], new Person(false, null)), Is.EqualTo("ada"));
        Assert.That(_log.Lines, Has.Some.Contains($"Build 42 was approved for environment '{environment}' by ada."));
    }

    [Test]
    public async Task An_environment_that_needs_nobody_asks_nobody()
    {
        var person = new Person(true, "n");

        Assert.That(await RequireAsync("staging", null, [], person), Is.Null);
        Assert.That(person.Question, Is.Null);
    }

    [TestCase("y")]
    [TestCase(" Y ")]
    [TestCase("yes")]
    public async Task A_person_at_the_terminal_is_asked_by_environment_and_release(string answer)
    {
        var person = new Person(true, answer);

        Assert.That(await RequireAsync("production", null, [], person), Is.EqualTo($"{Environment.UserName}@{Environment.MachineName}"));
        Assert.That(person.Question, Is.EqualTo("Deploy build 42, commit c0ffee, of shop to environment 'production'? [y/N] "));
    }

    [TestCase("n")]
    [TestCase("")]
    [TestCase("production")]
    [TestCase(null)]
    public async Task Any_other_answer_is_a_refusal(string? answer) =>
        Assert.That(await RefusalAsync([], new Person(true, answer)), Is.EqualTo("Build 42 was not approved for environment 'production'. Nothing was changed."));

    [TestCase]
    [TestCase("BITBUCKET_BUILD_NUMBER", "BITBUCKET_DEPLOYMENT_ENVIRONMENT")]
    [TestCase("CODEBUILD_BUILD_ID")]
    public async Task Without_a_terminal_and_without_a_name_it_is_refused_also_where_the_service_only_names_the_environment(params string[] variables) =>
        Assert.That(
            await RefusalAsync(variables.ToDictionary(name => name, _ => "production"), new Person(false, null)),
            Is.EqualTo($"{Needed}Run it in a terminal and answer there, or name who has approved it: --approved-by=NAME. Nothing was changed."));

    [Test]
    public async Task At_GitHub_the_reviewers_of_the_environment_have_approved()
    {
        using var api = new Api("""
            [{"state":"rejected","comment":"","environments":[{"id":1,"name":"production"}],"user":{"login":"eve"}},
             {"state":"approved","comment":"ship it","environments":[{"id":2,"name":"staging"}],"user":{"login":"bob"}},
             {"state":"approved","comment":"","environments":[{"id":3,"name":"demo"},{"id":1,"name":"Production"}],"user":{"login":"ada"}}]
            """);

        Assert.That(await RequireAsync("production", null, GitHub, new Person(true, "n"), api), Is.EqualTo("ada"));
        Assert.That(api.Asked, Is.EqualTo("GET https://api.example/repos/acme/shop/actions/runs/7/approvals Bearer t"));
    }

    [TestCase("[]", "Nobody has reviewed this run for GitHub's environment 'production': give the job 'environment: production', and that environment reviewers (Settings, Environments), ")]
    [TestCase("[{\"state\":\"approved\",\"environments\":[{\"name\":\"staging\"}],\"user\":{\"login\":\"ada\"}}]", "Nobody has reviewed this run for GitHub's environment 'production': give the job 'environment: production', and that environment reviewers (Settings, Environments), ")]
    [TestCase(null, "GitHub does not say who has reviewed this run (Response status code does not indicate success: 403 (Forbidden).). Give the job 'permissions: { actions: read }', ")]
    public async Task A_run_that_nobody_has_reviewed_is_refused(string? answer, string remedy)
    {
        using var api = new Api(answer);

        Assert.That(await RefusalAsync(GitHub, new Person(false, null), api), Is.EqualTo($"{Needed}{remedy}or name who has approved it: --approved-by=NAME. Nothing was changed."));
    }

    [TestCase("GITHUB_TOKEN", "", "Give the job 'environment: production', 'permissions: { actions: read }' and the variable GITHUB_TOKEN: ${{ github.token }}, so that a review of GitHub's environment 'production' can be seen, ")]
    [TestCase("GITHUB_SHA", "beef", "What reviewers of this run approve is commit beef. Start a run for the other commit, ")]
    public async Task A_job_that_cannot_ask_or_that_was_reviewed_for_another_commit_is_refused(string variable, string value, string remedy)
    {
        using var api = new Api("""[{"state":"approved","environments":[{"name":"production"}],"user":{"login":"ada"}}]""");

        Assert.That(
            await RefusalAsync(new(GitHub) { [variable] = value }, new Person(false, null), api), Is.EqualTo($"{Needed}{remedy}or name who has approved it: --approved-by=NAME. Nothing was changed."));
        Assert.That(api.Asked, Is.Null);
    }

    private async Task<string> RefusalAsync(Dictionary<string, string> variables, Person person, Api? api = null)
    {
        var refused = await Assert.ThrowsAsync<RunFailedException>(() => RequireAsync("production", null, variables, person, api));
        Assert.That(refused!.ExitCode, Is.EqualTo(ExitCodes.Prerequisite));
        return refused.Message;
    }

    private async Task<string?> RequireAsync(string environment, string? approvedBy, Dictionary<string, string> variables, Person person, Api? api = null)
    {
        using var http = new HttpClient(api ?? new Api(null), disposeHandler: false);
        return await new ApprovalGate(variables, new GitHubReviews(variables, http), person, _log).RequireAsync(SettingsText.Parse(Settings, environment), approvedBy, Release, CancellationToken.None);
    }

    private sealed class Person(bool isThere, string? answer) : IPrompt
    {
        public string? Question { get; private set; }

        public bool IsPossible => isThere;

        public Task<string?> AskAsync(string question, CancellationToken cancellation)
        {
            Question = question;
            return Task.FromResult(answer);
        }
    }

    /// <param name="answer">Null refuses.</param>
    private sealed class Api(string? answer) : HttpMessageHandler
    {
        public string? Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked = $"{request.Method} {request.RequestUri} {request.Headers.Authorization}";
            return Task.FromResult(answer is null ? new HttpResponseMessage(HttpStatusCode.Forbidden) : new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer) });
        }
    }
}
