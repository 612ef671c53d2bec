using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Secrets;

/// <summary>The search that finds no leak must be able to find one: in each form, and in each place.</summary>
[TestFixture]
internal sealed class LeakSearchTests
{
    private readonly PlantedSecret _secret = new("the secret", $"{SecretSeeds.Word()}/+ \"%\" {SecretSeeds.Word()}");
    private string _folder = "";

    private string Part => _secret.Value[..16];

    private LeakSearch Search => new([_secret]);

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("slipway-leaks-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Every_form_is_found_in_a_text()
    {
        var value = _secret.Value;
        string[] forms =
        [
            value,
            JsonSerializer.Serialize(value),
            JsonSerializer.Serialize(JsonSerializer.Serialize(value)),
            Uri.EscapeDataString(value),
            WebUtility.UrlEncode(value),
            WebUtility.HtmlEncode(value),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(value)),
            Convert.ToBase64String(Encoding.UTF8.GetBytes("AWS:" + value)),
            Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + value)),
            Convert.ToBase64String(Encoding.UTF8.GetBytes("ab:" + value), Base64FormattingOptions.InsertLineBreaks),
            $"  {value[..9]}  \n  {value[9..]}  ",
            $"|{value[..9]}|\n|{value[9..]}|",
        ];

        Assert.That(forms.Where(form => Search.InText("it", $"before {form} after").Count == 0), Is.Empty);
        Assert.That(Search.InText("it", $"before {SecretSeeds.Word()} after"), Is.Empty);
    }

    [Test]
    public async Task A_file_that_has_it_anywhere_is_found_in_a_folder_and_so_is_its_name()
    {
        // Across the end of the first piece that is read.
        var padding = new byte[(1 << 20) - 8];
        Directory.CreateDirectory(Path.Combine(_folder, "deep"));
        await File.WriteAllBytesAsync(Path.Combine(_folder, "deep", "layer.tar"), [.. padding, .. Encoding.UTF8.GetBytes(Part), .. padding]);
        await File.WriteAllTextAsync(Path.Combine(_folder, $"{Part}.txt"), "");
        await File.WriteAllTextAsync(Path.Combine(_folder, "clean.txt"), SecretSeeds.Word());

        var found = await Search.InFolderAsync(_folder, _ => false);

        Assert.That(found, Has.Count.EqualTo(2).And.Some.StartsWith($"the secret in {_folder}/deep/layer.tar: ").And.Some.StartsWith($"the secret in the name of {_folder}/{Part}.txt: "));
    }

    [Test]
    public async Task An_artifact_and_a_test_report_with_it_are_found()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "release.json"), JsonSerializer.Serialize(new { commit = "c0ffee", environment = _secret.Value }));
        await File.WriteAllTextAsync(Path.Combine(_folder, "phpunit.xml"), $"<testsuite><testcase><system-out>{WebUtility.HtmlEncode(_secret.Value)}</system-out></testcase></testsuite>");

        Assert.That(await Search.InFolderAsync(_folder, _ => false), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task An_image_with_it_in_a_layer_and_in_its_history_is_found()
    {
        var image = await BuildAsync();
        try
        {
            Assert.That(await ImageContent.SearchAsync(Search, image), Is.Not.Empty);
            Assert.That(Search.InText("it", string.Join('\n', await RehearsalCopy.DockerAsync("history", "--no-trunc", image))), Is.Not.Empty);
            Assert.That(Search.InText("it", string.Join('\n', await RehearsalCopy.DockerAsync("image", "inspect", image))), Is.Not.Empty);
        }
        finally
        {
            await RehearsalCopy.DockerAsync("image", "rm", image);
        }
    }

    [Test]
    public async Task A_process_a_container_and_a_file_with_it_are_seen_while_they_are_there()
    {
        var image = await BuildAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, ".env"), "");
        await using var watch = new RunWatch(_folder, image);
        using var process = Process.Start("sh", ["-c", "sleep 1; :", _secret.Value]);
        await RehearsalCopy.DockerAsync("create", "--name", image, image, "nothing");
        await process.WaitForExitAsync();

        try
        {
            while (watch.Containers.Count == 0) await Task.Delay(100);

            Assert.That(watch.CommandLines.SelectMany(line => Search.InText("arguments", line)), Is.Not.Empty);
            Assert.That(watch.Containers.SelectMany(container => Search.InText("a label", container)).ToList(), Has.Count.EqualTo(1));
            Assert.That(watch.Files, Is.EqualTo(new[] { "644 .env" }));
        }
        finally
        {
            await RehearsalCopy.DockerAsync("rm", image);
            await RehearsalCopy.DockerAsync("image", "rm", image);
        }
    }

    /// <summary>An image with it in its one layer and in a label.</summary>
    private async Task<string> BuildAsync()
    {
        var name = $"slipway-leak-{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(Path.Combine(_folder, "leak"), _secret.Value);
        await File.WriteAllTextAsync(Path.Combine(_folder, "Dockerfile"), $"FROM scratch\nCOPY leak /\nLABEL note={Part}\n");
        await RehearsalCopy.DockerAsync("build", "--quiet", "--tag", name, _folder);
        return name;
    }
}
