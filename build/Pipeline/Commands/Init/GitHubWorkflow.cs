using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>
/// The workflow of GitHub Actions, which does what the files of the other services do. https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
/// </summary>
internal sealed class GitHubWorkflow(Application application, BuildScript script)
{
    /// <summary>From the root of the repository; GitHub reads this folder only.</summary>
    public const string File = ".github/workflows/slipway.yml";

    private const string Checkout = "actions/checkout@v6";
    private const string SetUpDotNet = "actions/setup-dotnet@v5";
    private const string Cache = "actions/cache@v5";
    private const string Upload = "actions/upload-artifact@v7";
    private const string Credentials = "aws-actions/configure-aws-credentials@v6";

    /// <summary>With it the run's reviews can be asked for.</summary>
    private const string Token = "\n        env:\n          GITHUB_TOKEN: ${{ github.token }}";

    public string Render() =>
        $$$"""
        # GitHub Actions: every branch and pull request is built and tested on the rehearsal's own AWS; the branch `staging` is deployed after that, and what runs there is promoted to production.
        # Each of the repository's environments has a variable AWS_ROLE_ARN, the role to take with GitHub's OpenID Connect token; no AWS key is stored.
        # The environment `production` has to have reviewers: their approval is what a promotion asks GitHub for.
        {{{script.Remark}}}name: Slipway

        on:
          push:
            branches: ["**"]
          pull_request:

        permissions:
          contents: read

        jobs:
          test:
            name: Build and test
            runs-on: ubuntu-latest
            timeout-minutes: 60
            steps:
        {{{Preparation()}}}
              - run: {{{script.Command}}} --target=PhpUnit --env={{{Settings.RehearsalName}}}
        {{{Results("test")}}}
        {{{string.Join('\n', application.Environments.Where(environment => !environment.IsRehearsal).Select(Job))}}}

        """;

    /// <summary>A role's credentials are good for an hour, so that the job has no longer. The shell gives way to build.sh, which is then what GitHub signals when a run is cancelled.</summary>
    private string Job(TargetEnvironment environment) =>
        $$$"""

          {{{Verb(environment)}}}-{{{environment.Name}}}:
            name: {{{(environment.From is null ? "Deploy" : "Promote")}}} to {{{environment.Name}}}
            if: github.event_name == 'push' && github.ref == 'refs/heads/{{{environment.From ?? environment.Name}}}'
            needs: {{{(environment.From is { } before ? $"deploy-{before}" : "test")}}}
            environment: {{{environment.Name}}}
            permissions:
              {{{(environment.From is null ? "" : "actions: read\n      ")}}}id-token: write
              contents: read
            concurrency:
              group: slipway-{{{environment.Name}}}
              cancel-in-progress: false
            runs-on: ubuntu-latest
            timeout-minutes: 60
            steps:
        {{{Preparation()}}}
              - uses: {{{Credentials}}}
                with:
                  role-to-assume: ${{ vars.AWS_ROLE_ARN }}
                  aws-region: {{{SettingsFile.RegionOf(application, environment)}}}
              - run: exec {{{script.Command}}} --target={{{(environment.From is null ? "Deploy" : "Promote")}}} --env={{{environment.Name}}}{{{(environment.From is null ? "" : Token)}}}
        {{{Results(environment.Name)}}}
        """;

    private static string Verb(TargetEnvironment environment) => environment.From is null ? "deploy" : "promote";

    private string Preparation() =>
        $$$"""
              - uses: {{{Checkout}}}{{{(script.Slipway is { Length: > 0 } ? "\n        with:\n          submodules: true" : "")}}}
              - uses: {{{SetUpDotNet}}}
                with:
                  dotnet-version: 10.0.x
              - uses: {{{Cache}}}
                with:
                  path: {{{script.Cache ?? "~/.nuget/packages"}}}
                  key: slipway-${{ runner.os }}-${{ runner.arch }}-${{ hashFiles('{{{(script.Slipway is { } sources ? $"{sources}build/**" : script.Application + "**/dotnet-tools.json")}}}') }}
        """;

    /// <summary>Also of a build that failed. A run that is repeated replaces what it has left.</summary>
    private string Results(string name) =>
        $$$"""
              - uses: {{{Upload}}}
                if: always()
                with:
                  name: {{{name}}}
                  path: |
                    {{{script.Application}}}artifacts/
                    {{{script.Application}}}test-results/
                  if-no-files-found: ignore
                  overwrite: true
        """;
}
