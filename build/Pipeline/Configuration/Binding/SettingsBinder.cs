using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Yaml;

namespace Slipway.Pipeline.Configuration.Binding;

/// <summary>Reads the top level of <c>slipway.yml</c>, as it is for one environment.</summary>
internal sealed class SettingsBinder(string file, IReadOnlyCollection<string> taskNames, IReadOnlyList<string> environments)
{
    public const string ApplicationKey = "application";
    public const string EnvironmentsKey = "environments";
    public const string AccountKey = "account";

    private static readonly string[] DefaultTags = ["{env}", "{env}-{build}", "{commit}"];

    public Settings Bind(MappingNode root, Place place, Reading reading)
    {
        var section = new Section(root, place, path: string.Empty, reading);
        var settings = Bind(section, reading.Environment) with { Places = reading.Places };
        section.Leave(EnvironmentsKey);
        section.Close();

        return settings;
    }

    private Settings Bind(Section section, string environment)
    {
        var application = section.RequiredText(ApplicationKey, ValueRules.Application);
        var region = section.RequiredText("region", AwsRegion.Check);
        var account = section.Value(AccountKey)?.Text(ValueRules.Account);
        var compose = Compose(section);
        var tags = ImageBinder.Tags(section) ?? [.. DefaultTags.Select(tag => Template.Parse(tag, TemplateKind.Tag, section.Place))];
        var images = ImageBinder.Images(section, tags);
        var pull = ImageBinder.Pull(section);
        ImageConflicts.Note(section, images, pull);

        return new(
            file, environment, application, region, account, compose, images, pull,
            SecretBinder.Secrets(section),
            StepBinder.Database(section),
            StepBinder.Migrate(section),
            StepBinder.Test(section),
            DeployBinder.Deploy(section),
            DeployBinder.Verify(section),
            Skip(section),
            environments);
    }

    private static ComposeSettings Compose(Section root)
    {
        string[] defaultFiles = ["docker-compose.yml"];

        if (root.Child("compose") is not { } section)
            return new(defaultFiles, root.Place);

        var files = section.Values("files", atLeastOne: true)?.Select(file => file.Text(ValueRules.RepositoryPath)).OfType<string>();
        section.Close();

        return new([.. files ?? defaultFiles], section.Place);
    }

    private List<SkipSettings> Skip(Section root)
    {
        List<SkipSettings> skipped = [];

        foreach (var value in root.Values("skip", atLeastOne: false) ?? [])
        {
            if (value.Text() is not { } text)
                continue;

            if (taskNames.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } task)
                skipped.Add(new(task, value.Place));
            else
                value.Note(ErrorCode.UnknownTask, $"'{text}' is not a task that can be skipped{Suggestion.Phrase(text, taskNames)}");
        }

        return skipped;
    }
}
