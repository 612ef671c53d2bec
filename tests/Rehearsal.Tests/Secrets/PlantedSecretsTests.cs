using System.Text;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Secrets;

/// <summary>
/// Secrets are planted in every file and login that the line has to do with, the application prints them, and runs go well and badly, at the
/// highest verbosity. Then each place that they could have come to is searched.
/// </summary>
[TestFixture]
internal sealed class PlantedSecretsTests
{
    private readonly SecretSeeds _seeds = new();
    private readonly Dictionary<string, CommandResult> _runs = [];
    private string _home = "";
    private string _temporary = "";
    private string _userConfig = "";
    private string? _registry;
    private RehearsalCopy? _copy;
    private RunWatch? _watch;
    private LeakSearch? _search;

    private RehearsalCopy Copy => _copy!;

    private RunWatch Watch => _watch!;

    private LeakSearch Search => _search!;

    private static bool IsSource(string file) => file.StartsWith(".git/", StringComparison.Ordinal) || file.StartsWith("app/local-s3/", StringComparison.Ordinal);

    [OneTimeSetUp]
    public async Task RunTheLine()
    {
        _home = Directory.CreateTempSubdirectory("slipway-home-").FullName;
        _temporary = Directory.CreateTempSubdirectory("slipway-temporary-").FullName;
        _copy = await RehearsalCopy.CreateAsync(workspace => TalkativeApplication.Arrange(workspace, _seeds));
        _userConfig = WriteUserConfig();
        _watch = new(Copy.Workspace.Root, $"slipway-{Copy.Application}-");

        await RunAsync("well", 0, "Deploy");
        TalkativeApplication.LetATestFail(Copy.Workspace);
        await RunAsync("a test fails", 4, "PhpUnit", skip: ["WaitForDb", "Migrate"]);
        TalkativeApplication.LetAMigrationFail(Copy.Workspace);
        await RunAsync("a migration fails", 4, "Migrate", skip: ["WaitForDb"]);
        await UploadEnvironmentAsync(_seeds.Environment + $"OPEN=\"{_seeds.Plant("an open quote", $"two words {SecretSeeds.Word()}")}\n");
        await RunAsync("Compose cannot read .env", 4, "ComposeUp");
        await RunAsync("Docker Hub cannot be reached or does not know the password", 3, "DownloadSecrets", new()
        {
            ["DOCKERHUB_USERNAME"] = "slipway-rehearsal",
            ["DOCKERHUB_PASSWORD"] = _seeds.Plant("Docker Hub's password", $"dckr_pat_{SecretSeeds.Word()}"),
        });

        await Watch.DisposeAsync();
        _registry = Copy.Registry();
        _seeds.Plant("the registry's password", (string)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Copy.LocalAwsState, "registry.json")))!["password"]!);
        _search = new(_seeds.Planted);
    }

    [OneTimeTearDown]
    public async Task TakeDown()
    {
        if (_copy is not null) await _copy.DisposeAsync();
        Directory.Delete(_home, recursive: true);
        Directory.Delete(_temporary, recursive: true);
    }

    [Test]
    public void Nothing_of_them_is_printed()
    {
        var leaks = _runs.SelectMany(run => Search.InText($"the output of '{run.Key}'", run.Value.Output).Concat(Search.InText($"the errors of '{run.Key}'", run.Value.Error)));

        Assert.That(leaks, Is.Empty);
    }

    [Test]
    public void The_application_did_print_them_and_plain_settings_stay_readable()
    {
        Assert.That(_runs["well"].Output, Does.Contain("DB_PASSWORD=[REDACTED]").And.Contain("APP_NAME=Tutorbloc").And.Contain("BLACKBOX_URL=http://blackbox:8000").And.Contain("MAILGUN=[REDACTED]"));
        Assert.That(_runs["well"].Output, Does.Match(@"#\d+ [0-9.]+ \[REDACTED\]"), "the output of the build");
        Assert.That(_runs["a test fails"].Error, Does.Contain("FAILED Tests\\Unit\\TalkativeTest::testThatTalks").And.Contain("The secrets are").And.Contain("[REDACTED]"));
        Assert.That(_runs["a migration fails"].Output, Does.Contain("Cannot connect with"));
        Assert.That(_runs["Compose cannot read .env"].Error, Does.Contain("unterminated quoted value").And.Contain("[REDACTED]"));
    }

    [Test]
    public async Task Nothing_of_them_is_in_the_artifacts_and_the_test_report()
    {
        var report = await File.ReadAllTextAsync(Copy.Workspace.PathOf("test-results/phpunit.xml"));

        Assert.That(report, Does.Contain("[REDACTED]"));
        Assert.That(Directory.GetFiles(Copy.Workspace.PathOf("artifacts")), Has.Length.EqualTo(5));
        Assert.That(await Search.InFolderAsync(Copy.Workspace.PathOf("test-results"), _ => false), Is.Empty);
        Assert.That(await Search.InFolderAsync(Copy.Workspace.PathOf("artifacts"), _ => false), Is.Empty);
    }

    [Test]
    public async Task Nothing_of_them_is_left_in_a_file_but_in_the_state_of_LocalAws_for_its_owner_alone()
    {
        // What AWS would keep: S3's objects and the registry's password.
        static bool IsKept(string file) =>
            file.StartsWith(".slipway/local-aws/s3/", StringComparison.Ordinal) || file is ".slipway/local-aws/registry.json";

        Assert.That(await Search.InFolderAsync(Copy.Workspace.Root, file => IsSource(file) || IsKept(file)), Is.Empty);
        Assert.That(await Search.InFolderAsync(_temporary, _ => false), Is.Empty);
        Assert.That(await Copy.LeftOfRunsAsync(), Is.Empty);
        Assert.That(OpenToOthers(Copy.LocalAwsState), Is.Empty);
    }

    [Test]
    public async Task The_users_docker_configuration_is_as_it_was()
    {
        var file = Path.Combine(_home, ".docker/config.json");

        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo(_userConfig));
        Assert.That(await Search.InFolderAsync(_home, name => name == ".docker/config.json"), Is.Empty);
    }

    [Test]
    public void No_process_had_one_among_its_arguments()
    {
        Assert.That(Watch.CommandLines, Has.Some.Contain($"docker login --username AWS --password-stdin {_registry}"), "the short commands are seen, too");
        Assert.That(Watch.CommandLines.SelectMany(line => Search.InText($"the arguments of '{line}'", line)), Is.Empty);
    }

    [Test]
    public void No_container_had_one_in_its_labels_or_commands()
    {
        Assert.That(Watch.Containers, Has.Count.GreaterThanOrEqualTo(5));
        Assert.That(Watch.Containers.SelectMany(container => Search.InText(container, container)), Is.Empty);
    }

    [Test]
    public void While_they_are_there_secret_files_are_their_owners_alone()
    {
        string[] expected = ["600 .env", "600 app/storage/APNS-Key.p8", "600 app/docker/nginx/AAACertificateServices.crt"];
        var runs = Watch.Files.Where(file => System.Text.RegularExpressions.Regex.IsMatch(file, @"^\d+ \.slipway/runs/[0-9a-f]+$"));

        Assert.That(Watch.Files, Is.SupersetOf(expected));
        Assert.That(Watch.Files.Where(file => !file.Contains(".slipway")), Has.All.StartsWith("600 "));
        Assert.That(runs, Is.Not.Empty.And.All.StartsWith("700 "));
    }

    [Test]
    public async Task Nothing_of_them_is_in_an_image()
    {
        var release = JsonNode.Parse(await File.ReadAllTextAsync(Copy.Workspace.PathOf("artifacts/release.json")))!;
        string[] images = [.. release["images"]!.AsArray().Select(image => $"{image!["repository"]}@{image["digest"]}")];
        var leaks = new List<string>();
        foreach (var image in images)
        {
            leaks.AddRange(Search.InText($"the history of {image}", string.Join('\n', await RehearsalCopy.DockerAsync("history", "--no-trunc", image))));
            leaks.AddRange(Search.InText($"the description of {image}", string.Join('\n', await RehearsalCopy.DockerAsync("image", "inspect", image))));
        }

        Assert.That(images, Has.Length.EqualTo(5));
        Assert.That(leaks, Is.Empty);
        Assert.That(await ImageContent.SearchAsync(Search, images), Is.Empty);
    }

    private async Task RunAsync(string name, int exitCode, string target, Dictionary<string, string?>? environment = null, IReadOnlyList<string>? skip = null)
    {
        if (skip is not null) Copy.Replace("slipway.yml", "  local:\n", $"  local:\n    skip: [{string.Join(", ", skip)}]\n");
        var script = Copy.BuildScript($"--target={target}", "--env=local", "--verbosity=diagnostic");
        var result = await RehearsalCopy.RunAsync(script with { Environment = new Dictionary<string, string?>(environment ?? []) { ["HOME"] = _home, ["TMPDIR"] = _temporary } });
        if (skip is not null) await Copy.Workspace.GitAsync(["checkout", "--quiet", "slipway.yml"], CancellationToken.None);
        _runs.Add(name, result);
        Assert.That(result.ExitCode, Is.EqualTo(exitCode), name);
    }

    private string WriteUserConfig()
    {
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"someone:{_seeds.Plant("the user's own login", SecretSeeds.Word())}"));
        var file = Path.Combine(_home, ".docker/config.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $$"""{ "auths": { "registry.example": { "auth": "{{login}}" } } }""");
        return File.ReadAllText(file);
    }

    private async Task UploadEnvironmentAsync(string text)
    {
        var file = Path.Combine(_home, "upload");
        await File.WriteAllTextAsync(file, text);
        await Copy.AwsAsync("s3api", "put-object", "--bucket", "tutorbloc-app", "--key", "env-configurations/local/.env", "--body", file);
        File.Delete(file);
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Interoperability", "CA1416", Justification = "The rehearsal runs where /proc is.")]
    private static IEnumerable<string> OpenToOthers(string folder) =>
        from entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Append(new DirectoryInfo(folder))
        where (entry.UnixFileMode & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) != UnixFileMode.None
        select $"{entry.UnixFileMode} {entry.FullName}";
}
