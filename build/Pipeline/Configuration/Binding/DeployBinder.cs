using Slipway.Pipeline.Configuration.Rules;

namespace Slipway.Pipeline.Configuration.Binding;

/// <summary>Reads <c>deploy</c> and <c>verify</c>.</summary>
internal static class DeployBinder
{
    private const string Timeout = "timeout";
    private const string DefaultTaskDefinition = "taskdefs/{env}-taskdef.json";
    private const string DefaultAppspec = "appspec.yaml";
    private const int MostTasks = 5000;

    private static readonly TimeSpan DeployTimeout = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan VerifyTimeout = TimeSpan.FromSeconds(60);

    private static readonly NamedValue<DeployStrategy>[] Strategies =
    [
        new("rolling", DeployStrategy.Rolling),
        new("blue-green", DeployStrategy.BlueGreen),
        new("ecs-blue-green", DeployStrategy.EcsBlueGreen),
        new("artifacts-only", DeployStrategy.ArtifactsOnly),
    ];

    public static DeploySettings Deploy(Section root)
    {
        var section = root.RequiredChild("deploy");
        var deploy = new DeploySettings(
            Strategy(section),
            section.RequiredText("cluster", ValueRules.EcsName),
            section.RequiredText("service", ValueRules.EcsName),
            section.Value("taskDefinition")?.Template(TemplateKind.Path)
                ?? Template.Parse(DefaultTaskDefinition, TemplateKind.Path, section.Place),
            section.Value("appspec")?.Text(ValueRules.RepositoryPath) ?? DefaultAppspec,
            section.Value("desiredCount")?.Number(0, MostTasks),
            section.Value(Timeout)?.Duration() ?? DeployTimeout,
            section.Place);
        section.Close();

        return deploy;
    }

    public static VerifySettings? Verify(Section root)
    {
        if (root.Child("verify") is not { } section)
            return null;

        var verify = new VerifySettings(
            section.RequiredTemplate("url", TemplateKind.Text, ValueRules.WebUrl),
            section.Value("status")?.Number(100, 599) ?? 200,
            section.Value(Timeout)?.Duration() ?? VerifyTimeout,
            section.Place);
        section.Close();

        return verify;
    }

    private static DeployStrategy Strategy(Section section)
    {
        const string Key = "strategy";

        return section.Value(Key) is { } value
            ? value.Choice(Strategies) ?? DeployStrategy.Rolling
            : section.Missing(Key, DeployStrategy.Rolling);
    }
}
