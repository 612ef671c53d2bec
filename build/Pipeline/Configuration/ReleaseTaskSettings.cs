using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>A command that is run once for a release, as a task of its own in the environment's cluster.</summary>
/// <param name="Name">For people, and part of the name of a tag. All migrations have the same.</param>
/// <param name="Command">Program and arguments, at least one; no shell, no placeholders.</param>
/// <param name="Timeout">Default: 10 minutes.</param>
/// <param name="Place">Of the mapping that describes it.</param>
public sealed record ReleaseTaskSettings(string Name, IReadOnlyList<string> Command, TimeSpan Timeout, Place Place)
{
    private const string Migration = "migrate";

    /// <summary>The name of the service whose task definition it runs; null is the only one, and for a migration the first that changes and has its container.</summary>
    public string? Service { get; init; }

    /// <summary>Null is the only one.</summary>
    public string? Container { get; init; }

    /// <summary>The key of it: <c>release.before[0]</c>.</summary>
    public string Path { get; init; } = Migration;

    /// <summary>Of a migration the Compose service whose image its container runs; null for any other task.</summary>
    public string? Image { get; init; }

    /// <summary>A step of <c>migrate</c> that is <c>in: cluster</c>.</summary>
    public static ReleaseTaskSettings Of(StepSettings migration) => new(Migration, migration.Command, migration.Timeout, migration.Place) { Image = migration.Service };

    /// <summary>Whether it may run the task definition of a service.</summary>
    public bool IsOf(ServiceSettings service) => Service is null || Service == service.Name;
}
