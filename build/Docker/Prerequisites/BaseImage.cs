using Slipway.Docker.Registry;

namespace Slipway.Docker.Prerequisites;

/// <summary>The image that all others build from: there already, pulled, or made from Debian's packages where no registry answers.</summary>
public sealed class BaseImage(DockerCli docker, PrerequisiteOptions options)
{
    public const string DefaultReference = "debian:bookworm-slim";

    // For the registry's first answer; a pull that has started may take its time.
    private static readonly TimeSpan PullPatience = TimeSpan.FromSeconds(20);

    private const UnixFileMode Traversable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <exception cref="PrerequisiteException">The image is not there, was not pulled, and cannot be made here.</exception>
    public async Task EnsureAsync(string reference, CancellationToken cancellationToken)
    {
        if (await docker.InspectImageAsync(reference, cancellationToken) is not null)
            return;

        options.Progress?.Invoke($"Pull the base image {reference}.");
        if (await TryPullAsync(reference, cancellationToken) is not { } failure)
            return;

        var facts = await new HostProbe(docker, options).ReadAsync(cancellationToken);
        if (!facts.Os.IsDebianFamily || !facts.IsRoot || Suite(reference) is not { } suite)
            throw Missing(reference, failure, "Give this machine access to an image registry, or load the image: docker load.");

        try
        {
            await MakeAsync(reference, suite, facts.MayInstall, cancellationToken);
        }
        catch (Exception exception) when (exception is ToolException or ToolMissingException)
        {
            throw Missing(reference, failure, $"Making it from Debian's packages failed, too: {exception.Message}", exception);
        }
    }

    /// <summary>Makes the image from packages; only a complete one gets its tag.</summary>
    public async Task ImportAsync(string reference, IReadOnlyList<string> archiveCommand, CancellationToken cancellationToken)
    {
        var id = await docker.ImportImageAsync(
            (input, ended) => SystemPrograms.RunAsync(archiveCommand, (archive, token) => archive.CopyToAsync(input, token), ended),
            ["CMD [\"bash\"]"],
            cancellationToken);
        await docker.TagAsync(id, reference, cancellationToken);
    }

    private async Task MakeAsync(string reference, string suite, bool mayInstall, CancellationToken cancellationToken)
    {
        var installer = new AptInstaller(docker, options);
        if (!File.Exists("/usr/bin/mmdebstrap") && mayInstall)
        {
            await installer.TakeAsync(InstallPlan.Update, cancellationToken);
            await installer.TakeAsync(InstallPlan.Mmdebstrap, cancellationToken);
        }

        options.Progress?.Invoke($"No image registry answers: make {reference} from Debian's packages.");
        var workspace = Directory.CreateTempSubdirectory("slipway-base-image-").FullName;
        try
        {
            // apt unpacks as a user of its own, which must get in.
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(workspace, Traversable);
            await ImportAsync(reference, Bootstrap(suite, workspace), cancellationToken);
        }
        finally
        {
            Directory.Delete(workspace, recursive: true);
        }
    }

    // As Debian's own images are: apt keeps no caches (80 MB in each image that installs packages), and the slim ones no manuals and translations.
    // Source: the debuerreotype scripts that Debian's images are made with, debuerreotype-minimizing-config and debuerreotype-slimify.
    private static readonly string[] SmallApt =
    [
        "--aptopt=Dir::Cache::pkgcache \"\"", "--aptopt=Dir::Cache::srcpkgcache \"\"",
        "--aptopt=Acquire::Languages \"none\"", "--aptopt=Acquire::GzipIndexes \"true\"",
        // Not while the image is made: mmdebstrap itself reads the packages from there.
        "--customize-hook=echo 'APT::Keep-Downloaded-Packages \"false\";' > \"$1/etc/apt/apt.conf.d/99keep-no-packages\"",
    ];

    private static readonly string[] Slim =
    [
        "--dpkgopt=path-exclude=/usr/share/man/*", "--dpkgopt=path-exclude=/usr/share/info/*", "--dpkgopt=path-exclude=/usr/share/locale/*",
        "--dpkgopt=path-include=/usr/share/locale/locale.alias", "--dpkgopt=path-exclude=/usr/share/doc/*", "--dpkgopt=path-include=/usr/share/doc/*/copyright",
    ];

    // What it mounts is in a name space of its own, which ends with it: whenever it is killed, the workspace holds files only.
    private static string[] Bootstrap(string suite, string workspace) =>
    [
        "unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc",
        "env", $"TMPDIR={workspace}", "mmdebstrap", "--quiet", "--variant=minbase", .. SmallApt, .. Slim, suite, "-",
    ];

    // Null when it is there.
    private async Task<ToolException?> TryPullAsync(string reference, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(PullPatience, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var run = new ToolRun(["pull", reference]) { OnLine = _ => patience.CancelAfter(Timeout.InfiniteTimeSpan) };
        try
        {
            await docker.RunAsync(new DockerSettings(), run, either.Token);
            return null;
        }
        catch (ToolException exception)
        {
            return exception;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ToolException("docker", $"docker pull {reference}", PullPatience, []);
        }
    }

    private static string? Suite(string reference)
    {
        var image = ImageReference.Parse(reference);
        return image is { Registry: ImageReference.DockerHub, Repository: "library/debian", Digest: null, Tag: { } tag }
            ? tag.Replace("-slim", "", StringComparison.Ordinal)
            : null;
    }

    private static PrerequisiteException Missing(string reference, ToolException pull, string remedy, Exception? inner = null)
    {
        var problem = $"The base image '{reference}' is not on this machine and could not be pulled ({pull.Message}).";
        var missing = new Prerequisite(PrerequisiteKind.BaseImage, problem, remedy);
        return new(missing.ToString(), [missing], inner ?? pull);
    }
}
