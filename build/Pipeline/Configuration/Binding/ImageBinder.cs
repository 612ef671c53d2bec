using Slipway.Pipeline.Configuration.Rules;

namespace Slipway.Pipeline.Configuration.Binding;

/// <summary>Reads <c>tags</c>, <c>images</c> and <c>pull</c>.</summary>
internal static class ImageBinder
{
    private const string Repository = "repository";

    public static IReadOnlyList<Template>? Tags(Section section) =>
        section.Values("tags", atLeastOne: true) is { } values
            ? [.. values.Select(value => value.Template(TemplateKind.Tag)).OfType<Template>()]
            : null;

    public static List<ImageSettings> Images(Section root, IReadOnlyList<Template> defaultTags)
    {
        List<ImageSettings> images = [];

        foreach (var (service, section) in root.Named("images", ValueRules.ComposeService, atLeastOne: true))
        {
            images.Add(new(
                service,
                section.RequiredText(Repository, ValueRules.ImageRepository),
                Container(section, service),
                Tags(section) ?? defaultTags,
                section.Place));
            section.Close();
        }

        return images;
    }

    public static List<PullSettings> Pull(Section root)
    {
        List<PullSettings> pulled = [];

        foreach (var (service, section) in root.Named("pull", ValueRules.ComposeService, atLeastOne: false))
        {
            pulled.Add(new(
                service,
                section.RequiredText(Repository, ValueRules.ImageRepository),
                section.RequiredTemplate("tag", TemplateKind.Tag),
                Container(section, service),
                StepBinder.Command(section, "publish"),
                section.Place));
            section.Close();
        }

        return pulled;
    }

    private static string Container(Section section, string service)
    {
        if (section.Value("container") is { } value)
            return value.Text(ValueRules.EcsName) ?? service;

        if (ValueRules.EcsName(service) is not null && ValueRules.ComposeService(service) is null)
        {
            section.Note(
                section.Place,
                ErrorCode.InvalidValue,
                $"the service's name '{service}' cannot be a container's name in ECS; add the key 'container'");
        }

        return service;
    }
}
