
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Reader;

namespace Slipway.Pipeline.Tests.Configuration;

public sealed class SettingsFileTests
{
    private string _folder = string.Empty;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("slipway-settings-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_file_with_a_byte_order_mark_and_windows_line_ends_is_read()
    {
        var file = Path.Join(_folder, "slipway.yml");
        await File.WriteAllTextAsync(file, '\uFEFF' + SettingsText.Smallest.ReplaceLineEndings("\r\n"));

        var settings = SettingsReader.Read(file, "staging", SettingsText.TaskNames);

        Assert.That((settings.File, settings.Application, settings.PlaceOf("region").ToString()), Is.EqualTo((file, "shop", $"{file}:2:1")));
    }

    [Test]
    public void A_file_that_does_not_exist_is_named()
    {
        var message = Mistakes("no-such-folder/slipway.yml");

        Assert.That(message, Is.EqualTo(
            "no-such-folder/slipway.yml: error SLP001: there is no such file. Write the application's settings there, or name another file with --config"));
    }

    [Test]
    public void A_folder_is_not_a_file()
    {
        var message = Mistakes(_folder);

        Assert.That(message, Does.StartWith($"{_folder}: error SLP001: the file cannot be read: "));
    }

    [Test]
    public async Task A_file_that_is_not_text_is_refused()
    {
        var file = Path.Join(_folder, "slipway.yml");
        await File.WriteAllBytesAsync(file, [0x61, 0xFF, 0xFE]);

        var message = Mistakes(file);

        Assert.That(message, Is.EqualTo($"{file}: error SLP001: the file is not UTF-8 text"));
    }

    [Test]
    public async Task A_file_that_is_far_too_large_is_refused()
    {
        var file = Path.Join(_folder, "slipway.yml");
        await File.WriteAllTextAsync(file, new string('#', 1024 * 1024) + "\n");

        var message = Mistakes(file);

        Assert.That(message, Is.EqualTo($"{file}: error SLP001: the file cannot be read: it is larger than 1048576 bytes"));
    }

    private static string Mistakes(string file) =>
        Assert.Throws<ConfigurationException>(() => SettingsReader.Read(file, "local", SettingsText.TaskNames))?.Message ?? string.Empty;
}
