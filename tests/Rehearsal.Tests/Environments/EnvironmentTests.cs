using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Environments;

/// <summary>
/// Staging and production on an account that was set up by hand, first by promotion, then each on its own, and the rehearsal on the same: what runs, what is skipped and
/// why, what comes of it, and that staging and production differ in their configuration only. The account enforces the policies that <c>--target=Policy</c> prints for both.
/// </summary>
[TestFixture]
public sealed class EnvironmentTests
{
    private static readonly string[] Line = ["Lint", "DownloadSecrets", "ComposeUp", "WaitForDb", "Migrate", "PhpUnit", "Gates", "TagImages", "PushEcr", "EmitArtifacts", "Deploy"];
    private static readonly string[] LineOfProduction =
        ["Lint", "DownloadSecrets", "ComposeUp", "WaitForDb skipped", "Migrate skipped", "PhpUnit skipped", "Gates", "TagImages", "PushEcr", "EmitArtifacts", "Deploy"];

    private RehearsedAccount _account = null!;
    private Promotion _promotion = null!;
    private LeastPrivilege _privilege = null!;
    private string _commit = "";
    private CommandResult _staging = null!;
    private CommandResult _production = null!;
    private CommandResult _local = null!;
    private Dictionary<string, string> _stagingArtifacts = null!;
    private Dictionary<string, string> _productionArtifacts = null!;

    [OneTimeSetUp]
    public async Task DeployBoth()
    {
        _account = await RehearsedAccount.CreateAsync(copy => DeployerRoles.PrepareAsync(copy, LeastPrivilege.Targets));
        _promotion = new(_account);
        _privilege = new(_account);
        await _promotion.RunAsync();
        _commit = (await _account.Copy.Workspace.GitAsync(["rev-parse", "HEAD"], CancellationToken.None)).Trim();
        _staging = await DeployAsync("staging", new Dictionary<string, string?>
        {
            // In CodeBuild it would be build 42; the command line knows better.
            ["CODEBUILD_BUILD_NUMBER"] = "42",
            ["CODEBUILD_RESOLVED_SOURCE_VERSION"] = _commit,
            ["CODEBUILD_WEBHOOK_HEAD_REF"] = "refs/heads/main",
        });
        _stagingArtifacts = Artifacts();
        _production = await DeployAsync("production", [], "--approved-by=ada");
        _productionArtifacts = Artifacts();
        _local = await DeployAsync("local", []);
        await _privilege.RunAsync(_stagingArtifacts["release.json"]);
    }

    [OneTimeTearDown]
    public async Task TakeDown()
    {
        if (_account is not null) await _account.DisposeAsync();
    }

    [Test]
    public async Task Local_and_staging_run_every_task_and_production_skips_three_and_says_why()
    {
        Assert.That((_local.ExitCode, _staging.ExitCode, _production.ExitCode), Is.EqualTo((0, 0, 0)));
        Assert.That(TaskList.Of(_local.Output), Is.EqualTo(Line));
        Assert.That(TaskList.Of(_staging.Output), Is.EqualTo(Line));
        Assert.That(TaskList.Reasons(_local.Output + _staging.Output), Is.Empty);
        Assert.That(TaskList.Of(_production.Output), Is.EqualTo(LineOfProduction));
        Assert.That(TaskList.Reasons(_production.Output), Is.EqualTo(
            from task in (string[])["WaitForDb", "Migrate", "PhpUnit"]
            select $"{task} is skipped: environment 'production' leaves it out ({SkipPlace(task)})."));
        Assert.That(await _account.Copy.LeftOfRunsAsync(), Is.Empty);
    }

    [Test]
    public void What_staging_runs_is_tagged_written_down_and_deployed_to_production()
    {
        var app = _promotion.Release["images"]!.AsArray().Single(image => (string)image!["service"]! == "app")!;

        Assert.That(_promotion.Early.Error, Does.Contain("'staging-app'"));
        Assert.That((_promotion.Early.ExitCode, _promotion.Unapproved.ExitCode, (string?)_promotion.Release["approvedBy"]), Is.EqualTo((3, 3, "ada")));
        Assert.That(_promotion.Unapproved.Error, Does.Contain("environment 'production' needs an approval, and nobody's of build 77,"));
        Assert.That(_promotion.Promoted.Output, Does.Contain("77").And.Contain(_commit).And.Contain("'staging'").And.Contain("'production'"));
        Assert.That(_promotion.Target.Images, Is.EqualTo(_promotion.Source.Images));
        Assert.That(_promotion.Tags.Keys, Is.EqualTo(((string[])["production", "production-77", "staging", "staging-77", _commit]).Order(StringComparer.Ordinal)));
        Assert.That(_promotion.Tags.Values.Distinct().Count(), Is.EqualTo(1));
        Assert.That(_promotion.Others[1], Is.EqualTo(_promotion.Others[0]));
        Assert.That(((string?)_promotion.Release["environment"], (string?)_promotion.Release["build"], (string?)_promotion.Release["commit"]), Is.EqualTo(("production", "77", _commit)));
        Assert.That(
            ((string?)_promotion.Release["promotedFrom"]!["environment"], (string?)_promotion.Release["promotedFrom"]!["taskDefinition"]), Is.EqualTo(("staging", _promotion.Source.TaskDefinition)));
        Assert.That(app["tags"]!.ToJsonString(), Is.EqualTo($"""["production","production-77","{_commit}"]"""));
    }

    [Test]
    public void A_recorded_release_is_deployed_again_to_its_own_environment_only()
    {
        Assert.That((_promotion.Wrong.ExitCode, _promotion.Again.ExitCode), Is.EqualTo((2, 0)));
        Assert.That(_promotion.Wrong.Error, Does.Contain("'.slipway/kept.json'").And.Contain("--target=Promote --release=.slipway/kept.json --env=staging"));
        Assert.That(_promotion.Again.Output, Does.Contain("nothing to do."));
        Assert.That(_promotion.TargetAgain, Is.EqualTo(_promotion.Target.TaskDefinition));
    }

    [Test]
    public async Task Staging_answers_on_80_and_443_with_the_downloaded_certificate()
    {
        Assert.That(await _account.PortsAsync("staging", "staging-app"), Is.EqualTo(new[] { (80, _account.StagingPort), (443, _account.StagingTlsPort) }));
        await AnswersAsync($"http://127.0.0.1:{_account.StagingPort}");
        await AnswersAsync($"https://127.0.0.1:{_account.StagingTlsPort}");
    }

    [Test]
    public async Task Production_answers_on_80_only()
    {
        Assert.That(await _account.PortsAsync("production", "production-app"), Is.EqualTo(new[] { (80, _account.ProductionPort) }));
        await AnswersAsync($"http://127.0.0.1:{_account.ProductionPort}");
    }

    [Test]
    public async Task Images_are_tagged_with_the_environment_the_build_and_the_commit_and_redis_with_the_environment_only()
    {
        string[] all = [.. ((string[])["local", "local-77", "production", "production-77", "staging", "staging-77", _commit]).Order(StringComparer.Ordinal)];

        Assert.That((await _account.TagsAsync("tutorbloc.app")).Keys, Is.EqualTo(all));
        Assert.That((await _account.TagsAsync("tutorbloc.app.nginx")).Keys, Is.EqualTo(all));
        Assert.That((await _account.TagsAsync("redis")).Keys, Is.EqualTo(new[] { "local", "production", "staging" }));
        Assert.That((await _account.TagsAsync("tutorbloc.blackbox")).Keys, Is.EqualTo(new[] { "local", "production", "staging" }));
    }

    [Test]
    public async Task The_artifacts_are_the_release_by_digest()
    {
        await new ReleaseArtifacts(_account, _commit).AreRightAsync("staging", _stagingArtifacts);
        await new ReleaseArtifacts(_account, _commit).AreRightAsync("production", _productionArtifacts, "ada");
    }

    [Test]
    public void Staging_and_production_differ_in_their_configuration_only()
    {
        Assert.That(Neutral("production", _productionArtifacts["release.json"]), Is.EqualTo(Neutral("staging", _stagingArtifacts["release.json"]).Replace("\n}", ",\n  \"approvedBy\": \"ada\"\n}", StringComparison.Ordinal)));
        Assert.That(_productionArtifacts["imagedefinitions.json"], Is.EqualTo(_stagingArtifacts["imagedefinitions.json"]));
        Assert.That(_productionArtifacts["imageDetail.json"], Is.EqualTo(_stagingArtifacts["imageDetail.json"]));
        Assert.That(_productionArtifacts["appspec.yaml"], Is.EqualTo(_stagingArtifacts["appspec.yaml"]));
    }

    [Test]
    public async Task Started_by_CodePipeline_nothing_is_deployed_and_the_service_stays_as_it_is()
    {
        var before = await ServiceAsync();

        var result = await RunAsync(["--target=Deploy", "--env=production", "--exclusive"], new() { ["CODEBUILD_INITIATOR"] = "codepipeline/releases" });

        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(result.Output, Does.Contain(
            "Nothing is deployed here: pipeline 'releases' of CodePipeline started this build, and its own Deploy stage rolls service 'production-app' from artifacts/."));
        Assert.That(await ServiceAsync(), Is.EqualTo(before));
    }

    /// <summary>In a rehearsal subnets are there without being made, so that this is no mistake there.</summary>
    [Test]
    public async Task Tasks_of_awsvpc_that_nobody_gave_a_network_are_refused_before_anything_is_registered()
    {
        var before = await ServiceAsync();
        var task = JsonNode.Parse(_productionArtifacts["production-taskdef.json"])!;
        task["networkMode"] = "awsvpc";
        foreach (var (name, text) in _productionArtifacts) _account.Copy.Write($"artifacts/{name}", name == "production-taskdef.json" ? task.ToJsonString() : text);

        var result = await RunAsync(["--target=Deploy", "--env=production", "--exclusive", "--approved-by=ada"], []);

        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Contain("missing key 'network' in 'deploy' (environment 'production'): the task definition is of network mode awsvpc, and service 'production-app' has no network yet; write, for example, 'network: { subnets: ["));
        Assert.That(await ServiceAsync(), Is.EqualTo(before));
    }

    /// <summary>Run and Exec get as far as the sample lets them: its ports are fixed, so that there is room for one task, whose service has no ECS Exec.</summary>
    [Test]
    public void Each_target_runs_with_the_policy_that_is_printed_for_it_alone()
    {
        var (run, exec) = (_privilege.Allowed["Run"], _privilege.Allowed["Exec"]);

        Assert.That(_privilege.Allowed.Where(other => other.Key is not ("Run" or "Exec") && other.Value.ExitCode != 0).Select(other => $"{other.Key}: {other.Value.ExitCode} {other.Value.Error}"), Is.Empty);
        Assert.That((run.ExitCode, exec.ExitCode), Is.EqualTo((7, 3)));
        Assert.That(run.Error, Does.Contain("has no room for its task: RESOURCE:PORTS"));
        Assert.That(exec.Error, Does.Contain("execute command was not enabled"));
    }

    /// <summary>Of a release that could not be tagged a run only says so: it is deployed all the same.</summary>
    [Test]
    public void Without_a_statement_that_it_needs_a_run_fails_and_names_the_action()
    {
        var problems =
            from run in _privilege.Refused
            let told = run.Value.Result.Output + run.Value.Result.Error
            where (run.Value.Result.ExitCode == 0) != (run.Key == "NoteReleases")
                || !run.Value.Actions.Any(action => told.Contains($"is not authorized to perform: {action} on resource: ", StringComparison.Ordinal))
            select $"without {run.Key}: {run.Value.Result.ExitCode} {run.Value.Result.Error}";

        Assert.That(problems, Is.Empty);
        TestContext.Out.WriteLine($"{_privilege.Refused.Count} statements taken out, one at a time: {string.Join(", ", _privilege.Refused.Keys)}");
    }

    [Test]
    public void What_was_used_is_shown_beside_what_is_granted()
    {
        Assert.That(_privilege.Shown.ExitCode, Is.Zero);
        Assert.That(_privilege.Shown.Output, Does.Match(@"The rehearsal used \d+ of \d+ permissions of the deployer's policy\.").And.Contain("  ecs:CreateService (Service)").And.Contain("  ecs:ExecuteCommand (").And.Not.Contain("not granted"));
    }

    private Task<CommandResult> DeployAsync(string environment, Dictionary<string, string?> variables, params string[] more) =>
        RunAsync(["--target=Deploy", $"--env={environment}", "--build-number=77", .. more], variables);

    private Task<CommandResult> RunAsync(IReadOnlyList<string> arguments, Dictionary<string, string?> variables)
    {
        var all = new Dictionary<string, string?>(_account.Variables);
        foreach (var (name, value) in variables) all[name] = value;
        return RehearsalCopy.RunAsync(_account.Copy.BuildScript(arguments) with { Environment = all });
    }

    private Dictionary<string, string> Artifacts()
    {
        var folder = _account.Copy.Workspace.PathOf("artifacts");
        return Directory.GetFiles(folder).Order(StringComparer.Ordinal).ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
    }

    private static string Neutral(string environment, string text) => text.Replace(environment, "{env}", StringComparison.Ordinal);

    private async Task<string> ServiceAsync()
    {
        var service = await _account.ServiceAsync("production", "production-app");
        return $"{service["taskDefinition"]} {service["deployments"]!.AsArray().Count} {service["deployments"]![0]!["id"]}";
    }

    private string SkipPlace(string task)
    {
        var lines = File.ReadAllLines(_account.Copy.Workspace.PathOf("slipway.yml"));
        var line = Array.FindIndex(lines, text => text.TrimStart().StartsWith("skip:", StringComparison.Ordinal));
        return $"slipway.yml:{line + 1}:{lines[line].IndexOf(task, StringComparison.Ordinal) + 1}";
    }

    /// <summary>The page and the health check answer; over TLS with the certificate that the environment's secrets hold.</summary>
    private async Task AnswersAsync(string address)
    {
        var pem = await File.ReadAllTextAsync(_account.Copy.Workspace.PathOf("app/local-s3/tutorbloc-app/env-configurations/staging/AAACertificateServices.crt"));
        using var certificate = X509Certificate2.CreateFromPem(pem);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(certificate);
        using var http = new HttpClient(handler);

        var page = await http.GetStringAsync(new Uri($"{address}/?from=London"));
        var health = await http.GetStringAsync(new Uri($"{address}/health"));

        Assert.That(page, Does.Contain("id=\"lessons\"").And.Contain(" km<"));
        Assert.That(health, Is.EqualTo("""{"status":"ok","release":null,"dependencies":{"database":"ok","cache":"ok","blackbox":"ok"},"push_key":"present"}"""));
    }
}
