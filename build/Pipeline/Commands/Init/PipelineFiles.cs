using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>The files of AWS CodeBuild, CodeDeploy, and the service that hosts the code: they call build.sh and name the artifacts, and nothing else.</summary>
internal sealed class PipelineFiles(Application application, BuildScript script, CodeHosts hosts)
{
    public IEnumerable<GeneratedFile> Render()
    {
        // CodeDeploy deploys no service with Service Connect.
        if (application is { Web: { } web, Split: null }) yield return new("appspec.yaml", Appspec(web));
        foreach (var environment in application.Environments.Where(environment => !environment.IsRehearsal))
            yield return new($"buildspec-{environment.Name}.yml", Buildspec(environment));
        // Both services look at the root of the repository only.
        if (hosts.HasFlag(CodeHosts.Bitbucket)) yield return new($"{script.Root}bitbucket-pipelines.yml", Bitbucket());
        if (hosts.HasFlag(CodeHosts.GitHub)) yield return new($"{script.Root}{GitHubWorkflow.File}", new GitHubWorkflow(application, script).Render());
    }

    /// <summary>Bitbucket's <c>dotnetcore</c> is where NuGet keeps packages.</summary>
    private string Caches => script.Cache is null ? "dotnetcore" : "dotnetcore, slipway";

    /// <summary>CodeBuild fails on a file that is listed and not there.</summary>
    private string Listed => application.Web is null ? "" : "- appspec.yaml\n    ";

    /// <summary>Several services have a folder each.</summary>
    private string Files(TargetEnvironment environment) => application.Split is not null
        ? "- \"**/*\""
        : $"{Listed}- {environment.Name}-taskdef.json\n    - imagedefinitions.json\n    {Detail(environment)}- release.json";

    /// <summary>It is not written where no container has an image of the release.</summary>
    private string Detail(TargetEnvironment environment) => application.Built(environment).Any() ? "- imageDetail.json\n    " : "";

    private static string Appspec(WebEndpoint web) =>
        $"""
        # Where CodeDeploy sends the traffic to, for blue/green deployments; rolling ones do not read it.
        version: 0.0
        Resources:
          - TargetService:
              Type: AWS::ECS::Service
              Properties:
                TaskDefinition: <TASK_DEFINITION>
                LoadBalancerInfo:
                  ContainerName: {Yaml.Scalar(web.Service.ContainerName)}
                  ContainerPort: {web.Port.Target}

        """;

    private string PackageFolder => $"{script.Application}.slipway/packages";

    /// <summary>Below the sources, where CodeBuild's cache finds them whatever the image's home is; NuGet wants an absolute path.</summary>
    private string Packages => script.Cache is null ? $"- export NUGET_PACKAGES=\"$PWD/{PackageFolder}\"\n      " : "";

    private string Buildspec(TargetEnvironment environment) =>
        $"""
        {BuildspecTitle(environment)}
        {script.Remark}version: 0.2

        env:
          shell: bash

        phases:
          build:
            commands:
              {Packages}- {script.Command} {Target(environment, "${APPROVED_BY:+--approved-by=\"$APPROVED_BY\"}")}

        artifacts:
          base-directory: {script.Application}artifacts
          files:
            {Files(environment)}
        {Reports(environment)}
        cache:
          paths:
            - {script.Cache ?? PackageFolder}/**/*

        """;

    private static string BuildspecTitle(TargetEnvironment environment) => environment.From is { } before
        ? $"# AWS CodeBuild, {environment.Name}: what {before} runs is promoted, and nothing is built. The project's image has the .NET SDK 10. In a pipeline the approval is an action before\n# this one; a build that is started by hand names who has approved it in the variable APPROVED_BY."
        : $"# AWS CodeBuild, {environment.Name}. The project's image has the .NET SDK 10; its privileged mode is on, because images are built.";

    /// <param name="approval">Says who has approved a promotion.</param>
    private static string Target(TargetEnvironment environment, string approval) =>
        environment.From is null ? $"--target=Deploy --env={environment.Name}" : $"--target=Promote --env={environment.Name} {approval}";

    private string Reports(TargetEnvironment environment) => environment.From is not null ? "" :
        $"""

        reports:
          tests:
            base-directory: {script.Application}test-results
            files:
              - "*.xml"
            file-format: JUNITXML

        """;

    private string Bitbucket() =>
        $"""
        # Bitbucket Pipelines: every branch is built and tested on the rehearsal's own AWS; the branch `staging` is deployed, and what runs there is promoted to
        # production by the person who starts that step. Each deployment environment has a variable AWS_ROLE_ARN, the role to take with Bitbucket's OpenID Connect token; no AWS key is stored.
        {script.Remark}image: mcr.microsoft.com/dotnet/sdk:10.0

        options:
          size: 2x

        definitions:{(script.Cache is { } compiled ? $"\n  caches:\n    slipway: {compiled}" : "")}
          services:
            docker:
              memory: 4096
          steps:
            - step: &test
                name: Build and test
                services: [docker]
                caches: [{Caches}]
                script:
                  - {script.Command} --target=PhpUnit --env={Settings.RehearsalName}
        {string.Concat(application.Environments.Where(environment => !environment.IsRehearsal).Select(Step))}
        pipelines:
          default:
            - step: *test
          branches:
            staging:
              - step: *deploy-staging
              - step: *promote-production
          custom:
            deploy-staging:
              - step: *deploy-staging
              - step: *promote-production

        """;

    private string Step(TargetEnvironment environment) =>
        $"""
            - step: &{(environment.From is null ? "deploy" : "promote")}-{environment.Name}
                name: {(environment.From is null ? "Deploy" : "Promote")} to {environment.Name}
                deployment: {environment.Name}
                {(environment.From is null ? "" : "trigger: manual\n        ")}oidc: true
                {(environment.From is null ? "services: [docker]\n        " : "")}caches: [{Caches}]
                script:
                  - {script.Command} {Target(environment, "--approved-by=\"$BITBUCKET_STEP_TRIGGERER_UUID\"")}
                artifacts:
                  - {script.Application}artifacts/**
                  - {script.Application}test-results/**

        """;
}
