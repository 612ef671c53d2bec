namespace Slipway.Pipeline.Build.Inputs;

/// <summary>What an image is built from.</summary>
/// <param name="Folders">That the builder may read.</param>
/// <param name="Files">Absolute: Dockerfiles, and the files that say what is ignored.</param>
/// <param name="Open">What it is built from that cannot be told; null when there is nothing.</param>
public sealed record ImageInputs(IReadOnlyList<ContextFolder> Folders, IReadOnlyList<string> Files, string? Open)
{
    public static ImageInputs None { get; } = new([], [], null);

    /// <summary>The Compose services whose builds these are.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Images that come from registries.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [];

    public static ImageInputs Unknown(string what) => None with { Open = what };

    /// <param name="file">Absolute.</param>
    public bool Has(string file) => Files.Contains(file) || Folders.Any(folder => folder.Has(file));

    public ImageInputs With(ImageInputs more) => new([.. Folders, .. more.Folders], [.. Files, .. more.Files], Open ?? more.Open) { Services = [.. Services, .. more.Services], Bases = [.. Bases, .. more.Bases] };
}
