using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Collection;

/// <summary>
/// The applications of Init's collection, each in a whole run: what Init writes is deployed to the rehearsal and answers at the address that Init told, or Init refuses
/// with the reason that stands beside the application. By default one as several services on Fargate and one as one task on instances; all of them, in each way that they are tried in, with <c>--soak</c>.
/// </summary>
[TestFixture]
public sealed partial class CollectionTests
{
    private const string Each = ".each";
    private const string Fargate = ".fargate";

    /// <summary>Of the files beside the applications, without <c>.txt</c>.</summary>
    private static readonly string[] Usual = ["voting.fargate.each", "rails"];

    /// <summary>What Init tells to change by hand, since no task definition can: where it stands and what belongs there.</summary>
    private static readonly Dictionary<string, (string File, string Text, string With)[]> Edits = new()
    {
        ["flask.fargate"] =
        [
            ("proxy/nginx.conf", "http://app:8000", "http://${UPSTREAM}"),
            ("proxy/Dockerfile", "/etc/nginx/conf.d/default.conf", "/etc/nginx/templates/default.conf.template"),
            ("compose.yaml", "    build: proxy\n", "    build: proxy\n    environment: { UPSTREAM: \"app:8000\" }\n"),
        ],
    };

    private static readonly StringBuilder Table = new("application | seconds | result | edits\n");

    private StandInImages _images = null!;
    private RehearsalCopy _slipway = null!;

    private static IEnumerable<string> Applications => Soak.IsOn ? All : Usual;

    private static IEnumerable<string> All => Directory.GetFiles(CollectedApplication.Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    [OneTimeSetUp]
    public async Task MakeImagesAsync()
    {
        _slipway = await RehearsalCopy.CreateAsync();
        _images = await StandInImages.CreateAsync(string.Concat(Applications.Select(FolderOf).Distinct().Select(CollectedApplication.ReadSources)));
    }

    [OneTimeTearDown]
    public async Task RemoveAsync()
    {
        await TestContext.Progress.WriteLineAsync(Table.ToString());
        if (_images is not null) await _images.DisposeAsync();
        if (_slipway is not null) await _slipway.DisposeAsync();
    }

    [TestCaseSource(nameof(Applications))]
    public async Task An_application_is_deployed_after_Init_or_refused_with_the_reason_beside_it(string way)
    {
        var clock = Stopwatch.StartNew();
        var edits = new List<string>();
        var result = "failed";
        try
        {
            await using var application = await CollectedApplication.CreateAsync(_slipway, FolderOf(way));
            result = await TryAsync(application, way, edits);
            await application.RunAsync("--target=Down", "--env=local");
            Assert.That(await application.LeftAsync(), Is.Empty);
        }
        finally
        {
            Table.Append(System.Globalization.CultureInfo.InvariantCulture, $"{way} | {clock.Elapsed.TotalSeconds:0} | {result} | {(edits.Count == 0 ? "none" : string.Join(", ", edits))}\n");
        }
    }

    /// <param name="way">As the file beside the application is called: <c>voting.fargate.each</c>.</param>
    private static string FolderOf(string way) => way.Split('.')[0];

    private static async Task<string> TryAsync(CollectedApplication application, string way, List<string> edits)
    {
        string[] command = ["--target=Init", $"--launch-type={(way.Contains(Fargate, StringComparison.Ordinal) ? "fargate" : "ec2")}", .. way.EndsWith(Each, StringComparison.Ordinal) ? ["--services=each"] : Array.Empty<string>()];
        var init = await application.RunAsync(command);
        if (init.ExitCode != 0 && File.Exists(application.PathOf(".env.example")))
        {
            Assert.That(init.Error, Does.Contain("cp .env.example .env"));
            File.Copy(application.PathOf(".env.example"), application.PathOf(".env"));
            edits.Add("cp .env.example .env");
            init = await application.RunAsync(command);
        }

        var told = (await File.ReadAllTextAsync(Path.Combine(CollectedApplication.Folder, $"{way}.txt"))).Split("=== Init").Last();
        if (Refusal().Match(told) is { Success: true } refusal)
        {
            Assert.That(init.ExitCode, Is.EqualTo(2), init.Output + init.Error);
            Assert.That(init.Error, Does.Contain(refusal.Groups["reason"].Value));
            return "refused";
        }

        Assert.That(init.ExitCode, Is.Zero, init.Output + init.Error);
        if (Edits.TryGetValue(way, out var changes))
        {
            Assert.That(init.Output + init.Error, Does.Contain($"{changes[0].File}:"));
            foreach (var (file, text, with) in changes) await application.EditAsync(file, text, with);
            edits.Add(string.Join(", ", changes.Select(change => change.File)));
            init = await application.RunAsync([.. command, "--force"]);
            Assert.That(init.ExitCode, Is.Zero, init.Output + init.Error);
        }

        await application.CommitAsync();
        var deploy = await application.RunAsync("--target=Deploy", "--env=local");
        Assert.That(deploy.ExitCode, Is.Zero, deploy.Output + deploy.Error);
        return Address().Match(init.Output) is { Success: true } address ? await AnswerAsync(new(address.Groups["url"].Value)) : "deployed, no address";
    }

    private static async Task<string> AnswerAsync(Uri address)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        using var answer = await http.GetAsync(address);
        Assert.That((int)answer.StatusCode, Is.EqualTo(200), await answer.Content.ReadAsStringAsync());
        return $"deployed, answers at {address.AbsolutePath}";
    }

    /// <summary>The first line after the heading says why.</summary>
    [GeneratedRegex("(^|\n)refused, exit code 2: .*\n(?<reason>.*)\n", RegexOptions.ExplicitCapture)]
    private static partial Regex Refusal();

    [GeneratedRegex(@"it answers at (?<url>http://[^\s)]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
