namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>Command lines and files of the repository that are wrong: all of it is found before anything is started.</summary>
internal static class ConfigurationCases
{
    private static readonly string[] Deploy = ["--target=Deploy", "--env=local"];

    public static IEnumerable<FailureCase> All => [.. CommandLines, .. Settings, .. DeploymentFiles];

    private static IEnumerable<FailureCase> CommandLines =>
    [
        new("a command line of misspellings", ["--taget=Deploy", "--evn=local", "--biuld-number=7", "--confg=x"], 2,
            "'--taget'", "'--target'", "'--evn'", "'--env'", "'--biuld-number'", "'--build-number'", "'--confg'", "'--config'"),
        new("an unknown target", ["--target=Deply", "--env=local"], 2, "'Deply'", "'Deploy'", "WaitForDb  "),
        new("-e with an environment", ["--target=Deploy", "-e", "staging"], 2, "'-e'", "'--exclusive'", "'--env=staging'"),
        new("no target", [], 2, "'--target=NAME'", "WaitForDb  "),
        new("no environment", ["--target=Deploy"], 2, "'Deploy'", "'--env=NAME'"),
        new("a target that the environment skips", ["--target=PhpUnit", "--env=production"], 2,
            "slipway.yml:", "'PhpUnit'", "'production'", "'skip'"),
        new("a task alone that works on another one's result", ["--target=PushEcr", "--env=local", "--exclusive"], 2,
            "'PushEcr'", "'TagImages'", "--target=TagImages", "--exclusive"),
    ];

    private static IEnumerable<FailureCase> Settings =>
    [
        new("an unknown environment", ["--target=Deploy", "--env=stagin"], 2, "slipway.yml:", "SLP008", "'stagin'", "'staging'"),
        new FailureCase("an unknown key", Deploy, 2, "slipway.yml:6:1: error SLP004", "'compos'", "'compose'")
            .With("slipway.yml", "compose:\n", "compos:\n"),
        new FailureCase("broken YAML", Deploy, 2, "slipway.yml:7:29: error SLP002")
            .With("slipway.yml", "files: [docker-compose.yml]\n", "files: [docker-compose.yml}\n"),
        new("a configuration file that is not there", [.. Deploy, "--config=slipway.yaml"], 2, "slipway.yaml: error SLP001", "--config"),
        new FailureCase("a task without the skipped one before it", Deploy, 2,
                "slipway.yml:", "'ComposeUp'", "'local'", "'WaitForDb'")
            .With("slipway.yml", "  local:\n", "  local:\n    skip: [ComposeUp]\n"),
    ];

    private static IEnumerable<FailureCase> DeploymentFiles =>
    [
        new FailureCase("no task definition", Deploy, 2,
                "slipway.yml:", "'taskdefs/local-taskdef.json'", "'deploy.taskDefinition'")
            .Without("taskdefs/local-taskdef.json"),
        new FailureCase("a task definition that is not JSON", Deploy, 2,
                "taskdefs/local-taskdef.json:3:3: ")
            .With("taskdefs/local-taskdef.json", "\"family\": \"tutorbloc\",", "\"family\": \"tutorbloc\""),
        new FailureCase("no git repository", Deploy, 2,
            "not a git repository", "CODEBUILD_RESOLVED_SOURCE_VERSION", "BITBUCKET_COMMIT")
        {
            // A folder without one; renaming .git would take it from the test, too.
            Variables = _ => new Dictionary<string, string?> { ["GIT_DIR"] = "nowhere" },
        },
    ];
}
