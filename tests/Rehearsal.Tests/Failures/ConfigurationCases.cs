namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>Command lines and files of the repository that are wrong: all of it is found before anything is started.</summary>
internal static class ConfigurationCases
{
    private static readonly string[] Deploy = ["--target=Deploy", "--env=local"];

    public static IEnumerable<FailureCase> All => [.. CommandLines, .. Settings, .. DeploymentFiles];

    private static IEnumerable<FailureCase> CommandLines =>
    [
        new("a command line of misspellings", ["--taget=Deploy", "--evn=local", "--biuld-number=7", "--confg=x"], 2,
            "unknown option '--taget'; did you mean '--target'?",
            "unknown option '--evn'; did you mean '--env'?",
            "unknown option '--biuld-number'; did you mean '--build-number'?",
            "unknown option '--confg'; did you mean '--config'?"),
        new("an unknown target", ["--target=Deply", "--env=local"], 2, "unknown target 'Deply'; did you mean 'Deploy'?", "Targets:", "WaitForDb        Wait until the test database answers"),
        new("-e with an environment", ["--target=Deploy", "-e", "staging"], 2, "'-e' means '--exclusive' and takes no value; for the environment write '--env=staging'"),
        new("no target", [], 2, "no target is given; write '--target=NAME'", "Targets:"),
        new("no environment", ["--target=Deploy"], 2, "target 'Deploy' needs an environment; write '--env=NAME'"),
        new("a target that the environment skips", ["--target=PhpUnit", "--env=production"], 2,
            "slipway.yml:", "target 'PhpUnit' is skipped in environment 'production', so nothing was run. Ask for a task that runs there, or take it out of 'skip'."),
        new("a task alone that works on another one's result", ["--target=PushEcr", "--env=local", "--exclusive"], 2,
            "'PushEcr' works on what 'TagImages' leaves in the same run, so it cannot run alone. Add --target=TagImages, or leave --exclusive out."),
    ];

    private static IEnumerable<FailureCase> Settings =>
    [
        new("an unknown environment", ["--target=Deploy", "--env=stagin"], 2, "slipway.yml:", "SLP008: unknown environment 'stagin'; did you mean 'staging'?"),
        new FailureCase("an unknown key", Deploy, 2, "slipway.yml:6:1: error SLP004: unknown key 'compos'; did you mean 'compose'?")
            .With("slipway.yml", "compose:\n", "compos:\n"),
        new FailureCase("broken YAML", Deploy, 2, "slipway.yml:7:29: error SLP002: not valid YAML: ")
            .With("slipway.yml", "files: [docker-compose.yml]\n", "files: [docker-compose.yml}\n"),
        new("a configuration file that is not there", [.. Deploy, "--config=slipway.yaml"], 2, "slipway.yaml: error SLP001: there is no such file. Write the application's settings there, or name another file with --config"),
        new FailureCase("a task without the skipped one before it", Deploy, 2,
                "slipway.yml:", "'ComposeUp' is skipped in environment 'local', and without it 'WaitForDb' has nothing to work on. Skip both or neither.")
            .With("slipway.yml", "  local:\n", "  local:\n    skip: [ComposeUp]\n"),
    ];

    private static IEnumerable<FailureCase> DeploymentFiles =>
    [
        new FailureCase("no task definition", Deploy, 2,
                "slipway.yml:", "there is no task definition 'taskdefs/local-taskdef.json'. Write it, or name another file in 'deploy.taskDefinition'.")
            .Without("taskdefs/local-taskdef.json"),
        new FailureCase("a task definition that is not JSON", Deploy, 2,
                "taskdefs/local-taskdef.json:3:3: not valid JSON: '\"' is invalid after a value. Expected either ',', '}', or ']'.\n")
            .With("taskdefs/local-taskdef.json", "\"family\": \"tutorbloc\",", "\"family\": \"tutorbloc\""),
        new FailureCase("no git repository", Deploy, 2,
            "The commit is not known: git ", "not a git repository", "Run in a clone with git installed, or where the CI service says it (CODEBUILD_RESOLVED_SOURCE_VERSION, BITBUCKET_COMMIT).")
        {
            // A folder without one; renaming .git would take it from the test, too.
            Variables = _ => new Dictionary<string, string?> { ["GIT_DIR"] = "nowhere" },
        },
    ];
}
