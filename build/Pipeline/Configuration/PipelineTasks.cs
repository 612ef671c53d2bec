namespace Slipway.Pipeline.Configuration;

/// <summary>The tasks of the pipeline, in its order: those that an environment may skip.</summary>
public static class PipelineTasks
{
    public const string Migrate = "Migrate";

    public static IReadOnlyList<string> Names { get; } =
        ["DownloadSecrets", "ComposeUp", "WaitForDb", Migrate, "PhpUnit", "Gates", "TagImages", "PushEcr", "EmitArtifacts", "Deploy"];
}
