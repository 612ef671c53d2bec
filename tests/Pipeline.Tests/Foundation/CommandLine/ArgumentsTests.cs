using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Tests.Foundation.CommandLine;

public sealed class ArgumentsTests
{
    private const string TargetList =
        """

        Targets:
          ComposeUp  Build and start the application
          Deploy     Roll the service to the release
          Init       Write the first files
          Logs       Show the log
          Run        Run a command
          Test       Run Slipway's own tests
        """;

    private static readonly Target[] Targets =
    [
        new("ComposeUp", "Build and start the application", NeedsEnvironment: true),
        new("Deploy", "Roll the service to the release", NeedsEnvironment: true),
        new("Init", "Write the first files", NeedsEnvironment: false),
        new("Logs", "Show the log", NeedsEnvironment: true),
        new("Run", "Run a command", NeedsEnvironment: true),
        new("Test", "Run Slipway's own tests", NeedsEnvironment: false),
    ];

    [TestCase("--target=Deploy", "--env=staging")]
    [TestCase("--target", "Deploy", "--env", "staging")]
    [TestCase("--target:Deploy", "--env:staging")]
    [TestCase("-t", "deploy", "--env=staging")]
    [TestCase("-t=Deploy", "--env=staging", "--verbosity=diagnostic")]
    [TestCase("--Target=DEPLOY", "--env=staging", "-v", "Q")]
    [TestCase("--target=Deploy", "--target=Deploy", "--env=staging", "--env", "staging")]
    [TestCase("--env=staging", "--target=Deploy", "--dryrun=false", "--exclusive", "false", "--tree:FALSE")]
    public void Every_form_of_an_option_means_the_same(params string[] arguments)
    {
        var invocation = Arguments.Parse(arguments, Targets);

        Assert.That(Outline(invocation), Is.EqualTo("Deploy | staging |  | slipway.yml |  | runs"));
    }

    [TestCase("Test |  |  | slipway.yml |  | runs", "--target=Test")]
    [TestCase("Test, ComposeUp | x |  | slipway.yml |  | runs", "--target=Test", "--target=ComposeUp", "--env=x")]
    [TestCase("Deploy | x | 2024.1-rc_2 | a b/c:d=e.yml | /some where | runs", "-t", "Deploy", "--env=x", "--build-number=2024.1-rc_2", "--config=a b/c:d=e.yml", "-w", "/some where")]
    [TestCase("Deploy | x |  | slipway.yml |  | dry run", "-t=Deploy", "--env=x", "--dryrun")]
    [TestCase("Deploy | x |  | slipway.yml |  | dry run", "-t=Deploy", "--env=x", "--noop")]
    [TestCase("Deploy | x |  | slipway.yml |  | dry run", "-t=Deploy", "--env=x", "--whatif=true", "--tree")]
    [TestCase("Deploy | x |  | slipway.yml |  | runs exclusively", "-t=Deploy", "--env=x", "-e")]
    [TestCase("Deploy | x |  | slipway.yml |  | runs exclusively", "-e", "true", "-t=Deploy", "--env=x")]
    [TestCase(" |  |  | slipway.yml |  | informs", "--tree")]
    [TestCase(" |  |  | slipway.yml |  | informs", "--showtree")]
    [TestCase(" |  |  | slipway.yml |  | informs", "--descriptions")]
    [TestCase(" |  |  | slipway.yml |  | informs", "-h")]
    [TestCase(" |  |  | slipway.yml |  | informs", "-?")]
    [TestCase(" |  |  | slipway.yml |  | informs", "--ver")]
    [TestCase("Deploy |  |  | slipway.yml |  | informs", "--info", "--dryrun", "-t", "Deploy")]
    public void A_valid_command_line_is_read(string outline, params string[] arguments)
    {
        var invocation = Arguments.Parse(arguments, Targets);

        Assert.That(Outline(invocation), Is.EqualTo(outline));
    }

    [TestCase("--zebra")]
    [TestCase("-x")]
    public void An_option_that_is_like_no_other_is_told_with_all_that_there_are(string option)
    {
        var failure = Assert.Throws<CommandLineException>(() => Arguments.Parse(["--target=Test", option], Targets));

        var told = failure!.Message.Split("; there are ");
        Assert.That(told[0], Is.EqualTo($"unknown option '{option}'"));
        Assert.That(told[1].Split(", "), Is.EqualTo(Options.All.Select(known => known.Name)));
    }

    [Test]
    public void The_options_of_Init_are_read()
    {
        var invocation = Arguments.Parse(["--target=Init", "--launch-type=fargate", "--force", "--from-service=main/shop"], Targets);

        Assert.That((invocation.Get(Options.LaunchType), invocation.Get(Options.Force), invocation.Get(Options.FromService)), Is.EqualTo(("fargate", true, "main/shop")));
    }

    [Test]
    public void Test_projects_are_given_several_times()
    {
        var invocation = Arguments.Parse(["--target=Test", "--project=Ecs.Tests,Aws.Tests", "--project=Docker.Tests", "--filter=Name~Lock&Category!=slow", "--soak"], Targets);

        Assert.That(invocation.All(Options.Project), Is.EqualTo(new[] { "Ecs.Tests,Aws.Tests", "Docker.Tests" }));
        Assert.That((invocation.Get(Options.Filter), invocation.Get(Options.Soak)), Is.EqualTo(("Name~Lock&Category!=slow", true)));
    }

    [Test]
    public void How_long_to_wait_for_the_lock_is_read_as_in_the_configuration()
    {
        Target[] deploy = [new("Deploy", "Deploy it", NeedsEnvironment: true)];

        var waits = Arguments.Parse(["--target=Deploy", "--env=x", "--lock-wait=1h30m"], deploy).Get(Options.LockWait);
        var refuses = Arguments.Parse(["--target=Deploy", "--env=x"], deploy).Get(Options.LockWait);

        Assert.That((waits, refuses), Is.EqualTo((TimeSpan.FromMinutes(90), TimeSpan.Zero)));
    }

    [Test]
    public void A_recorded_release_is_deployed_without_what_a_build_does_before()
    {
        Target[] deploy = [new("Deploy", "Deploy it", NeedsEnvironment: true)];

        var invocation = Arguments.Parse(["--target=Deploy", "--env=x", "--release=kept/release.json"], deploy);

        Assert.That((invocation.Get(Options.Release), invocation.Exclusive), Is.EqualTo(("kept/release.json", true)));
    }

    [Test]
    public void The_options_of_Logs_are_read()
    {
        var plain = Arguments.Parse(["--target=Logs", "--env=x"], Targets);
        var invocation = Arguments.Parse(["--target=Logs", "--env=x", "--since=1h30m", "--follow", "--output=json"], Targets);

        Assert.That((plain.Get(Options.Since), plain.Get(Options.Follow), plain.AnswersInJson), Is.EqualTo((TimeSpan.FromMinutes(10), false, false)));
        Assert.That((invocation.Get(Options.Since), invocation.Get(Options.Follow), invocation.AnswersInJson), Is.EqualTo((TimeSpan.FromMinutes(90), true, true)));
    }

    [Test]
    public void The_options_of_Run_are_read()
    {
        var invocation = Arguments.Parse(["--target=Run", "--env=x", "--command=php artisan queue:retry 'all of them'", "--container=app"], Targets);

        Assert.That(invocation.Get(Options.Command), Is.EqualTo(new[] { "php", "artisan", "queue:retry", "all of them" }));
        Assert.That(invocation.Get(Options.Container), Is.EqualTo("app"));
    }

    [Test]
    public void Exec_needs_no_command()
    {
        var invocation = Arguments.Parse(["--target=Exec", "--env=x", "--container=app", "--task=0123"], [new("Exec", "Open a shell", NeedsEnvironment: true)]);

        Assert.That(invocation.Get(Options.Command), Is.Empty);
        Assert.That((invocation.Get(Options.Container), invocation.Get(Options.Task)), Is.EqualTo(("app", "0123")));
    }

    [TestCase("'--project' means something to target Test only, not to Deploy", "--target=Deploy", "--env=x", "--project=Ecs.Tests")]
    [TestCase("'--filter' is given 2 times, as 'a' and 'b'; give it once", "--target=Test", "--filter=a", "--filter=b")]
    [TestCase("'--follow' means something to target Logs only, not to Test", "--target=Test", "--follow")]
    [TestCase("--output: target Logs cannot write 'yaml'; use '--output=json', or leave it out for text", "--target=Logs", "--env=x", "--output=yaml")]
    [TestCase("--since: '10' is not a time that Logs can go back: hours, minutes and seconds, such as '90s', '10m' or '1h30m', 24 hours at most", "--target=Logs", "--env=x", "--since=10")]
    [TestCase("target 'Run' needs '--command'; write '--command=VALUE'", "--target=Run", "--env=x")]
    [TestCase("'--schedule' has a command of its own: leave '--command' out", "--target=Run", "--env=x", "--schedule=nightly", "--command=true")]
    [TestCase("--command: unclosed '", "--target=Run", "--env=x", "--command=echo 'all")]
    [TestCase("--container: 'a b' is not a name that ECS takes: letters, digits, '-' and '_', 255 at most", "--target=Run", "--env=x", "--command=a", "--container=a b")]
    [TestCase("'--launch-type' means something to target Init only, not to Deploy", "--target=Deploy", "--env=x", "--launch-type=ec2")]
    [TestCase("'--from-service' means something to target Init only, not to Test", "--target=Test", "--from-service=a/b")]
    [TestCase("--launch-type: 'Fargate' is not a launch type; did you mean 'fargate'?", "--target=Init", "--launch-type=Fargate")]
    [TestCase("--from-service: 'shop' is not a service of ECS; write 'CLUSTER/SERVICE'", "--target=Init", "--from-service=shop")]
    [TestCase("--from-service: 'a/b/c' is not a service of ECS; write 'CLUSTER/SERVICE'", "--target=Init", "--from-service=a/b/c")]
    [TestCase("--role: 'viewer' is not the ARN of a role; write 'arn:aws:iam::ACCOUNT:role/NAME'", "--target=Logs", "--env=x", "--role=viewer")]
    [TestCase("'--role' means something to target Diff, Logs, Status only, not to Deploy", "--target=Deploy", "--env=x", "--role=arn:aws:iam::123456789012:role/viewer")]
    [TestCase("--lock-wait: '10' is not a duration of at most 24 hours; write, for example, '90s', '10m' or '1h30m'", "--target=Deploy", "--env=x", "--lock-wait=10")]
    [TestCase("unknown option '--evn'; did you mean '--env'?", "--target=Deploy", "--evn=staging")]
    [TestCase("unknown option '--environment'; did you mean '--env'?", "--target=Deploy", "--environment", "staging")]
    [TestCase("unknown option '--ENV'; did you mean '--env'?", "--target=Deploy", "--ENV=staging")]
    [TestCase("unknown option '-env'; did you mean '--env'?", "--target=Deploy", "-env", "staging")]
    [TestCase("unknown option '--dry-run'; did you mean '--dryrun'?", "--target=Test", "--dry-run")]
    [TestCase("unknown option '--build'; did you mean '--build-number'?", "--target=Test", "--build=7")]
    [TestCase("unknown option '--targte'; did you mean '--target'?", "--targte=Deploy", "--env=x")]
    [TestCase("'--force' means something to target Deploy, Init, Promote only, not to Test", "--target=Test", "--force")]
    [TestCase("'-e' means '--exclusive' and takes no value; for the environment write '--env=staging'", "--target=Deploy", "-e", "staging")]
    [TestCase("'-e' means '--exclusive' and takes no value; for the environment write '--env=staging'", "--target=Deploy", "-e=staging")]
    [TestCase("'--dryrun' takes no value, and 'Deploy' follows it", "--target=Test", "--dryrun", "Deploy")]
    [TestCase("'--env' has no value; write '--env=VALUE'", "--target=Deploy", "--env")]
    [TestCase("'--env' has no value; write '--env=VALUE'", "--target=Deploy", "--env=")]
    [TestCase("'--env' has no value; write '--env=VALUE'", "--env", "--target=Deploy")]
    [TestCase("'--env' has no value; write '--env=VALUE'", "--target=Deploy", "--env", "")]
    [TestCase("'-t' has no value; write '--target=VALUE'", "--env=x", "-t")]
    [TestCase("'--config' has no value; write '--config=VALUE'", "--target=Test", "--config: ")]
    [TestCase("--env: 'sta ging' cannot be an environment's name: letters, digits, '-' and '_', the first a letter or a digit, 63 at most", "--target=Deploy", "--env=sta ging")]
    [TestCase("--build-number: '1/2' cannot be a build number: letters, digits, '_', '.' and '-', the first a letter, a digit or '_', 100 at most", "--target=Test", "--build-number=1/2")]
    [TestCase("--build-number: '-1' cannot be a build number: letters, digits, '_', '.' and '-', the first a letter, a digit or '_', 100 at most", "--target=Test", "--build-number=-1")]
    [TestCase("--verbosity: 'verbos' is not a verbosity; did you mean 'verbose'?", "--target=Test", "--verbosity=verbos")]
    [TestCase("'--env' is given 2 times, as 'a' and 'b'; give it once", "--target=Deploy", "--env=a", "--env=b")]
    [TestCase("'--working' is given 2 times, as 'a' and 'b'; give it once", "--target=Test", "--working=a", "-w", "b")]
    [TestCase("'Deploy' belongs to no option; write '--target=Deploy' for a target, '--env=Deploy' for an environment", "Deploy")]
    [TestCase("an argument is empty; a variable that is not set, perhaps", "--target=Test", "")]
    [TestCase("'--' has no meaning here: nothing is passed on to other programs", "--target=Test", "--")]
    [TestCase("target 'Deploy' needs an environment; write '--env=NAME' with a name that is listed under 'environments' in slipway.yml", "--target=Deploy")]
    [TestCase("target 'ComposeUp' needs an environment; write '--env=NAME' with a name that is listed under 'environments' in x.yml", "--target=Test", "--target=ComposeUp", "--config=x.yml", "--dryrun")]
    [TestCase("unknown target 'Depoly'; did you mean 'Deploy'?" + TargetList, "--target=Depoly")]
    [TestCase("unknown target 'Zebra'" + TargetList, "--target=Zebra", "--tree")]
    [TestCase("no target is given; write '--target=NAME'" + TargetList)]
    [TestCase("no target is given; write '--target=NAME'" + TargetList, "--env=staging", "--dryrun", "--tree")]
    public void A_mistake_is_told_and_nothing_that_follows_from_it(string message, params string[] arguments)
    {
        var failure = Assert.Throws<CommandLineException>(() => Arguments.Parse(arguments, Targets));

        Assert.That(failure?.Message, Is.EqualTo(message));
    }

    [Test]
    public void All_mistakes_are_told_at_once()
    {
        var failure = Assert.Throws<CommandLineException>(() => Arguments.Parse(
            ["staging", "--targt=Deploy", "--target=Tset", "--evn", "staging", "--build-number", "--config=a", "--config=b", "--info=perhaps", "-v", "loud"], Targets));

        Assert.That(failure?.Message, Is.EqualTo(
            """
            'staging' belongs to no option; write '--target=staging' for a target, '--env=staging' for an environment
            unknown option '--targt'; did you mean '--target'?
            unknown option '--evn'; did you mean '--env'?
            '--build-number' has no value; write '--build-number=VALUE'
            '--info' takes no value, and 'perhaps' follows it
            --verbosity: 'loud' is not a verbosity; valid here: quiet, minimal, normal, verbose, diagnostic
            '--config' is given 2 times, as 'a' and 'b'; give it once
            unknown target 'Tset'; did you mean 'Test'?
            """ + TargetList));
    }

    private static string Outline(Invocation invocation)
    {
        var mode = invocation.IsInformational ? "informs" : invocation.IsDryRun ? "dry run" : invocation.Exclusive ? "runs exclusively" : "runs";

        return $"{string.Join(", ", invocation.Targets)} | {invocation.Get(Options.Environment)} | {invocation.Get(Options.BuildNumber)} | {invocation.Get(Options.Config)} | {invocation.Get(Options.WorkingDirectory)} | {mode}";
    }
}
