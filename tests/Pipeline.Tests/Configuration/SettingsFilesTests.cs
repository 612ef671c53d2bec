
using Slipway.Pipeline.Configuration.Errors;

namespace Slipway.Pipeline.Tests.Configuration;

/// <summary>Whole files: right ones in every environment, and wrong ones with all that their author sees.</summary>
public sealed class SettingsFilesTests
{
    private static IEnumerable<string> Good => SettingsFiles.Good;

    private static IEnumerable<string> Bad => SettingsFiles.Bad;

    [TestCaseSource(nameof(Good))]
    public void A_right_file_is_read_for_each_of_its_environments_without_a_warning(string name)
    {
        var text = SettingsFiles.Text(SettingsFiles.GoodFile(name));
        var environments = SettingsText.Parse(text, FirstEnvironment(text)).Environments;

        var settings = environments.Select(environment => SettingsText.Parse(text, environment)).ToList();

        Assert.That(settings.Select(one => one.Environment), Is.EqualTo(environments));
        Assert.That(settings.SelectMany(one => one.Warnings), Is.Empty);
    }

    [TestCaseSource(nameof(Bad))]
    public void A_wrong_file_is_refused_with_all_that_is_wrong(string name)
    {
        var file = SettingsFiles.BadFile(name);

        var messages = SettingsText.Mistakes(SettingsFiles.Text(file), SettingsFiles.EnvironmentOf(file));

        GeneratedFile.Compare(Path.ChangeExtension(file, ".txt"), messages + "\n");
    }

    [Test]
    public void No_golden_messages_are_left_without_their_file()
    {
        var messages = Directory.GetFiles(SettingsFiles.Absolute(Path.GetDirectoryName(SettingsFiles.BadFile("x"))!), "*.txt");

        Assert.That(messages.Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal), Is.EqualTo(SettingsFiles.Bad));
        Assert.That(messages, Has.Length.GreaterThanOrEqualTo(40));
    }

    /// <summary>Asking for one that is not there gets the list of those that are.</summary>
    private static string FirstEnvironment(string text)
    {
        var refused = Assert.Throws<ConfigurationException>(() => SettingsText.Parse(text, "there-is-none-of-this-name"));
        var message = refused!.Errors.Single().Message;

        return message[(message.LastIndexOf(": ", StringComparison.Ordinal) + 2)..].Split(", ")[0];
    }
}
