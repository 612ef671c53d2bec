using Slipway.Testing;
using Slipway.Yaml;

namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>The workflow of GitHub Actions, read as YAML, and which repositories get it.</summary>
public sealed class GitHubWorkflowTests
{
    private const string Compose = "services: { web: { build: ., ports: [\"80:80\"] } }";
    private const string GitHub = ".github/workflows/slipway.yml";
    private const string Bitbucket = "bitbucket-pipelines.yml";

    [TestCase("https://github.com/acme/shop.git", GitHub)]
    [TestCase("git@github.com:acme/shop.git", GitHub)]
    [TestCase("git@github.com-work:acme/shop.git", GitHub)]
    [TestCase("git@bitbucket.org:acme/shop.git", Bitbucket)]
    [TestCase("https://git.example.com/acme/shop.git", Bitbucket)]
    [TestCase(null, $"{GitHub} {Bitbucket}")]
    public async Task The_address_of_the_repository_says_which_service_builds_it(string? origin, string files)
    {
        using var folder = new ApplicationFolder(Compose);
        await InitializeAsync(folder.Root, origin);

        await folder.InitAsync();

        Assert.That(Services(folder), Is.EqualTo(files));
    }

    [TestCase("git@git.example.com:acme/shop.git", ".github/CODEOWNERS", GitHub)]
    [TestCase(null, ".github/CODEOWNERS", GitHub)]
    [TestCase("git@bitbucket.org:acme/shop.git", ".github/CODEOWNERS", Bitbucket)]
    [TestCase(null, Bitbucket, Bitbucket)]
    public async Task Where_it_does_not_the_files_that_are_there_do(string? origin, string there, string files)
    {
        using var folder = new ApplicationFolder(Compose);
        await InitializeAsync(folder.Root, origin);
        folder.Write(there, "");

        await folder.InitAsync();

        Assert.That(Services(folder), Is.EqualTo(files));
    }

    [Test]
    public async Task Every_branch_and_pull_request_is_tested_and_one_branch_is_deployed_after_that_and_promoted()
    {
        using var folder = new ApplicationFolder(Compose) { Known = new("eu-west-2", null) };
        folder.Slipway = folder.Root;

        await folder.InitAsync();

        var workflow = Read(folder.Read(GitHub));
        Assert.That(Texts(workflow, "on", "push", "branches"), Is.EqualTo(new[] { "**" }));
        Assert.That(Keys(workflow, "on"), Is.EqualTo(new[] { "push", "pull_request" }));
        Assert.That(Keys(workflow, "jobs"), Is.EqualTo(new[] { "test", "deploy-staging", "promote-production" }));
        Assert.That(Runs(workflow, "test"), Is.EqualTo(new[] { "./build.sh --target=PhpUnit --env=local" }));
        Assert.That(Keys(workflow, "jobs", "test"), Is.EqualTo(new[] { "name", "runs-on", "timeout-minutes", "steps" }), "No condition, and no permission to ask for a token.");
        Assert.That((Text(workflow, "permissions", "contents"), Keys(workflow, "permissions").Count), Is.EqualTo(("read", 1)));
    }

    [TestCase("staging", "deploy-staging", "test", "Deploy")]
    [TestCase("production", "promote-production", "deploy-staging", "Promote")]
    public async Task A_deployment_has_its_environment_its_role_and_its_turn(string environment, string name, string before, string target)
    {
        using var folder = new ApplicationFolder(Compose) { Known = new("eu-west-2", null) };
        folder.Slipway = folder.Root;

        await folder.InitAsync();

        var job = (MappingNode)Find(Read(folder.Read(GitHub)), "jobs", name);
        Assert.That((Text(job, "if"), Text(job, "needs"), Text(job, "environment")), Is.EqualTo(("github.event_name == 'push' && github.ref == 'refs/heads/staging'", before, environment)));
        Assert.That((Text(job, "permissions", "id-token"), Text(job, "permissions", "contents")), Is.EqualTo(("write", "read")));
        Assert.That((Text(job, "concurrency", "group"), Text(job, "concurrency", "cancel-in-progress")), Is.EqualTo(($"slipway-{environment}", "false")));
        Assert.That(Text(job, "timeout-minutes"), Is.EqualTo("60"));
        var steps = Steps(job);
        Assert.That(steps.Select(step => step.Entries[0].Value is ScalarNode first ? first.Text : ""), Is.EqualTo(new[]
        {
            "actions/checkout@v6", "actions/setup-dotnet@v5", "actions/cache@v5", "aws-actions/configure-aws-credentials@v6", $"exec ./build.sh --target={target} --env={environment}", "actions/upload-artifact@v7",
        }));
        Assert.That((Keys(job, "permissions").Contains("actions"), steps[4].Find("env") is not null), Is.EqualTo((target == "Promote", target == "Promote")), "A promotion asks for the run's reviews.");
        if (target == "Promote") Assert.That((Text(job, "permissions", "actions"), Text(steps[4], "env", "GITHUB_TOKEN")), Is.EqualTo(("read", "${{ github.token }}")));
        Assert.That((Text(steps[3], "with", "role-to-assume"), Text(steps[3], "with", "aws-region")), Is.EqualTo(("${{ vars.AWS_ROLE_ARN }}", "eu-west-2")));
    }

    [Test]
    public async Task Results_are_kept_also_of_a_build_that_failed_and_what_is_compiled_by_its_sources()
    {
        using var folder = new ApplicationFolder(Compose);
        folder.Slipway = folder.Root;

        await folder.InitAsync();

        var workflow = Read(folder.Read(GitHub));
        foreach (var job in Keys(workflow, "jobs"))
        {
            var steps = Steps((MappingNode)Find(workflow, "jobs", job));
            Assert.That((Text(steps[^1], "if"), Text(steps[^1], "with", "path"), Text(steps[^1], "with", "name")), Is.EqualTo(("always()", "artifacts/\ntest-results/\n", job[(job.IndexOf('-') + 1)..])));
            Assert.That(Text(steps[1], "with", "dotnet-version"), Is.EqualTo("10.0.x"));
            Assert.That((Text(steps[2], "with", "path"), Text(steps[2], "with", "key")), Is.EqualTo((".slipway/bin", "slipway-${{ runner.os }}-${{ runner.arch }}-${{ hashFiles('build/**') }}")));
        }
    }

    [Test]
    public async Task The_tool_of_an_application_in_a_folder_is_called_there_and_its_packages_are_kept_by_its_version()
    {
        using var folder = new ApplicationFolder(Compose) { Tool = new("1.2.3") };
        var repository = Path.GetDirectoryName(folder.Root)!;
        Directory.CreateDirectory(Path.Combine(repository, ".git"));

        await folder.InitAsync();

        var workflow = Read(await File.ReadAllTextAsync(Path.Combine(repository, GitHub)));
        var steps = Steps((MappingNode)Find(workflow, "jobs", "test"));
        Assert.That(Runs(workflow, "test"), Is.EqualTo(new[] { "./shop/build.sh --target=PhpUnit --env=local" }));
        Assert.That((Text(steps[2], "with", "path"), Text(steps[2], "with", "key")), Is.EqualTo(("~/.nuget/packages", "slipway-${{ runner.os }}-${{ runner.arch }}-${{ hashFiles('shop/**/dotnet-tools.json') }}")));
        Assert.That(Text(steps[^1], "with", "path"), Is.EqualTo("shop/artifacts/\nshop/test-results/\n"));
        Assert.That(steps[0].Find("with"), Is.Null, "There is no submodule with Slipway.");
    }

    [Test]
    public async Task Sources_in_another_folder_are_checked_out_with_it_and_told_the_application()
    {
        using var folder = new ApplicationFolder(Compose);
        Directory.CreateDirectory(folder.PathOf(".git"));
        folder.Slipway = folder.PathOf("tools/slipway");

        await folder.InitAsync();

        var workflow = Read(folder.Read(GitHub));
        var steps = Steps((MappingNode)Find(workflow, "jobs", "test"));
        Assert.That(Runs(workflow, "test"), Is.EqualTo(new[] { "./tools/slipway/build.sh --working=\"$PWD\" --target=PhpUnit --env=local" }));
        Assert.That(Text(steps[0], "with", "submodules"), Is.EqualTo("true"));
        Assert.That((Text(steps[2], "with", "path"), Text(steps[2], "with", "key")), Is.EqualTo(("tools/slipway/.slipway/bin", "slipway-${{ runner.os }}-${{ runner.arch }}-${{ hashFiles('tools/slipway/build/**') }}")));
    }

    [Test]
    public async Task A_region_that_nobody_knows_is_to_be_filled_in_and_the_command_that_finds_it_looks_here_too()
    {
        using var folder = new ApplicationFolder(Compose);

        await folder.InitAsync();

        Assert.That(folder.Read(GitHub), Does.Contain("\n          aws-region: FILL-IN-REGION\n").And.Contains("\n# FILL-IN: Slipway is not a part of this repository;"));
        Assert.That(folder.Said, Has.One.StartsWith($"  grep -rn FILL-IN slipway.yml taskdefs *.yml {GitHub}   "));
    }

    private static async Task InitializeAsync(string folder, string? origin)
    {
        await GitAsync(folder, "init", "--quiet");
        if (origin is not null) await GitAsync(folder, "config", "remote.origin.url", origin);
    }

    private static async Task GitAsync(string folder, params string[] arguments)
    {
        var result = await CommandRunner.RunAsync(new("git", arguments) { WorkingDirectory = folder }, CancellationToken.None);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
    }

    /// <summary>Those that Init has written, or would have in the place of what is there.</summary>
    private static string Services(ApplicationFolder folder) =>
        string.Join(' ', new[] { GitHub, Bitbucket }.Where(file => folder.Said.Any(line => line == $"Wrote {file}." || line.StartsWith($"Left {file} ", StringComparison.Ordinal))));

    private static MappingNode Read(string text) => (MappingNode)YamlReader.Read(text, GitHub, mistake => Assert.Fail($"{mistake}"))!;

    private static Node Find(MappingNode node, params string[] path) =>
        path.Aggregate((Node)node, (at, key) => ((MappingNode)at).Find(key)?.Value ?? throw new AssertionException($"There is no '{key}' of '{string.Join('.', path)}'."));

    private static string Text(MappingNode node, params string[] path) => ((ScalarNode)Find(node, path)).Text;

    private static IEnumerable<string> Texts(MappingNode node, params string[] path) => ((SequenceNode)Find(node, path)).Items.Select(item => ((ScalarNode)item).Text);

    private static IReadOnlyList<string> Keys(MappingNode node, params string[] path) => [.. ((MappingNode)Find(node, path)).Entries.Select(entry => entry.Key)];

    private static IReadOnlyList<MappingNode> Steps(MappingNode job) => [.. ((SequenceNode)Find(job, "steps")).Items.Cast<MappingNode>()];

    private static IEnumerable<string> Runs(MappingNode workflow, string job) => Steps((MappingNode)Find(workflow, "jobs", job)).Select(step => step.Find("run")?.Value).OfType<ScalarNode>().Select(run => run.Text);
}
