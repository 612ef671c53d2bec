using System.Collections.ObjectModel;

namespace Slipway.Pipeline.Configuration;

/// <summary>
/// <c>slipway.yml</c> as it is for one environment: what <c>environments.&lt;name&gt;</c> says is merged in.
/// </summary>
/// <param name="File">As the user named it.</param>
/// <param name="Account">Twelve digits; null when the file leaves it to the credentials.</param>
/// <param name="Images">Compose services that are built and pushed, at least one.</param>
/// <param name="Pull">Compose services whose image comes from the registry.</param>
/// <param name="Skip">Tasks of the main line that this environment does not run.</param>
/// <param name="Environments">Every name under <c>environments</c>, in the order of the file.</param>
public sealed record Settings(
    string File,
    string Environment,
    string Application,
    string Region,
    string? Account,
    ComposeSettings Compose,
    IReadOnlyList<ImageSettings> Images,
    IReadOnlyList<PullSettings> Pull,
    IReadOnlyList<SecretSettings> Secrets,
    DatabaseSettings? Database,
    StepSettings? Migrate,
    TestSettings? Test,
    DeploySettings Deploy,
    VerifySettings? Verify,
    IReadOnlyList<SkipSettings> Skip,
    IReadOnlyList<string> Environments)
{
    /// <summary>Where each key stands, by its path: <c>deploy.service</c>, <c>images.app.repository</c>, <c>secrets[0].from</c>.</summary>
    public IReadOnlyDictionary<string, Place> Places { get; init; } = ReadOnlyDictionary<string, Place>.Empty;

    /// <summary>
    /// Where <paramref name="path"/> stands, for a message about its value. A key that is not written, because its default holds,
    /// is placed at the nearest key around it.
    /// </summary>
    public Place PlaceOf(string path)
    {
        for (var rest = path; rest.Length > 0; rest = rest[..Math.Max(0, rest.LastIndexOfAny(['.', '[']))])
        {
            if (Places.TryGetValue(rest, out var place))
                return place;
        }

        return Place.Whole(File);
    }
}
