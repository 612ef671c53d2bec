using System.Text;
using System.Text.Json.Nodes;
using Slipway.Aws.Calls;

namespace Slipway.Aws.Ecr;

/// <summary>Amazon ECR: login, repositories, images. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/</summary>
public sealed class EcrClient
{
    /// <summary>What DescribeRepositories, DescribeImages and BatchGetImage take in one call.</summary>
    private const int Batch = 100;

    /// <summary>What DescribeImageScanFindings gives in one page.</summary>
    private const int MostFindings = 1000;

    private readonly AwsJsonClient _json;

    internal EcrClient(AwsJsonClient json) => _json = json;

    /// <summary>The login for the account's registry in this region.</summary>
    public Task<RegistryLogin> GetAuthorizationTokenAsync(CancellationToken cancellationToken) =>
        _json.InvokeAsync("GetAuthorizationToken", [], ReadLogin, cancellationToken);

    /// <summary>Looks repositories up by name. One that does not exist is in <see cref="RepositoryLookup.Missing"/>, not an error.</summary>
    public async Task<RepositoryLookup> DescribeRepositoriesAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var lookups = await Lookup.AllOrEachAsync(
            names.Distinct(StringComparer.Ordinal).ToList(), Batch, "RepositoryNotFoundException", DescribeRepositoriesCoreAsync, cancellationToken);
        return new RepositoryLookup(
            lookups.Found.ToDictionary(static r => r.Name, StringComparer.Ordinal), lookups.Missing);
    }

    /// <summary>Creates a repository with the registry's defaults.</summary>
    /// <exception cref="AwsException">with code <c>RepositoryAlreadyExistsException</c>, among others</exception>
    public Task<EcrRepository> CreateRepositoryAsync(string name, CancellationToken cancellationToken) =>
        CreateRepositoryAsync(new JsonObject { ["repositoryName"] = name }, cancellationToken);

    /// <summary>Creates a repository with settings of its own.</summary>
    /// <param name="request">The operation's own document, for tag mutability, scanning, encryption and tags.</param>
    public Task<EcrRepository> CreateRepositoryAsync(JsonObject request, CancellationToken cancellationToken) =>
        _json.InvokeOnceAsync(
            "CreateRepository",
            request,
            static answer => ReadRepository(answer.RequiredObject("repository")),
            async token => (await DescribeRepositoriesAsync([request.RequiredText("repositoryName")], token)).Found.Values.FirstOrDefault(),
            cancellationToken);

    /// <summary>
    /// Describes images of a repository; one that does not exist is in <see cref="ImageLookup.Missing"/>. No ids: all of its images.
    /// </summary>
    /// <exception cref="AwsException">with code <c>RepositoryNotFoundException</c>, among others</exception>
    public async Task<ImageLookup> DescribeImagesAsync(
        string repository, IReadOnlyCollection<ImageId> images, CancellationToken cancellationToken)
    {
        if (images.Count == 0) return new ImageLookup(await DescribeImagesCoreAsync(repository, [], cancellationToken), []);

        var lookups = await Lookup.AllOrEachAsync(
            images.Distinct().ToList(), Batch, "ImageNotFoundException",
            (batch, token) => DescribeImagesCoreAsync(repository, batch, token), cancellationToken);
        // Two tags of one image give it twice when asked for one by one.
        return new ImageLookup([.. lookups.Found.DistinctBy(static i => i.Digest, StringComparer.Ordinal)], lookups.Missing);
    }

    /// <summary>The manifests themselves. <paramref name="mediaTypes"/>: what to accept; none leaves it to ECR.</summary>
    public async Task<ManifestLookup> BatchGetImageAsync(
        string repository, IReadOnlyCollection<ImageId> images, IReadOnlyCollection<string> mediaTypes, CancellationToken cancellationToken)
    {
        var found = new List<ImageManifest>();
        var failures = new List<ImageFailure>();
        foreach (var batch in images.Chunk(Batch))
        {
            var request = ImagesRequest(repository, batch);
            if (mediaTypes.Count > 0) request["acceptedMediaTypes"] = mediaTypes.ToJson();
            var lookup = await _json.InvokeAsync("BatchGetImage", request, ReadManifests, cancellationToken);
            found.AddRange(lookup.Found);
            failures.AddRange(lookup.Failures);
        }

        return new ManifestLookup(found, failures);
    }

    /// <summary>What a scan of the image has found; an image that was never scanned has no status.</summary>
    /// <exception cref="AwsException">with code <c>ImageNotFoundException</c> or <c>RepositoryNotFoundException</c>, among others</exception>
    public async Task<ImageScan> DescribeImageScanFindingsAsync(string repository, ImageId image, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        var request = new JsonObject { ["repositoryName"] = repository, ["imageId"] = image.ToJson(), ["maxResults"] = MostFindings };
        var scan = ImageScan.None;
        try
        {
            for (string? token = ""; token is not null; request["nextToken"] = token)
            {
                var before = scan;
                (scan, token) = await _json.InvokeAsync(
                    "DescribeImageScanFindings", request, answer => (before.With(answer), answer.OptionalText("nextToken") is { Length: > 0 } next ? next : null), cancellationToken);
            }

            return scan;
        }
        catch (AwsException exception) when (exception.Code == "ScanNotFoundException")
        {
            return ImageScan.None;
        }
    }

    /// <summary>Starts a basic scan of the image, once in 24 hours at most.</summary>
    /// <exception cref="AwsException">with code <c>LimitExceededException</c>, <c>UnsupportedImageTypeException</c>, or <c>ValidationException</c> where the registry has enhanced scanning, among others</exception>
    public Task StartImageScanAsync(string repository, ImageId image, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        return _json.InvokeAsync("StartImageScan", new JsonObject { ["repositoryName"] = repository, ["imageId"] = image.ToJson() }, answer => answer, cancellationToken);
    }

    private async Task<IReadOnlyList<EcrRepository>> DescribeRepositoriesCoreAsync(
        IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["repositoryNames"] = names.ToJson() };
        return await Pages.ReadAsync(_json, "DescribeRepositories", request, "repositories", ReadRepository, cancellationToken)
            .ToListAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<EcrImage>> DescribeImagesCoreAsync(
        string repository, IReadOnlyCollection<ImageId> images, CancellationToken cancellationToken) =>
        await Pages.ReadAsync(_json, "DescribeImages", ImagesRequest(repository, images), "imageDetails", ReadImage, cancellationToken)
            .ToListAsync(cancellationToken);

    private static JsonObject ImagesRequest(string repository, IReadOnlyCollection<ImageId> images)
    {
        var request = new JsonObject { ["repositoryName"] = repository };
        if (images.Count > 0) request["imageIds"] = new JsonArray([.. images.Select(static i => i.ToJson())]);
        return request;
    }

    private static RegistryLogin ReadLogin(JsonObject answer)
    {
        var data = answer.Objects("authorizationData").FirstOrDefault()
            ?? throw new FormatException("the answer has no 'authorizationData'.");
        var login = Encoding.UTF8.GetString(Convert.FromBase64String(data.RequiredText("authorizationToken")));
        var colon = login.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) throw new FormatException("the authorization token is not of the form 'user:password'.");

        return new RegistryLogin(
            new Uri(data.RequiredText("proxyEndpoint")),
            login[..colon],
            new Secret(login[(colon + 1)..]),
            data.OptionalTime("expiresAt") ?? DateTimeOffset.MaxValue);
    }

    private static EcrRepository ReadRepository(JsonNode repository)
    {
        IReadOnlyList<string> exclusions = [.. repository.Objects("imageTagMutabilityExclusionFilters").Select(static f => f.OptionalText("filter")).OfType<string>()];
        return new(
            repository.RequiredText("repositoryName"),
            repository.RequiredText("repositoryUri"),
            repository.OptionalText("repositoryArn"),
            repository.OptionalText("imageTagMutability"),
            (bool?)repository["imageScanningConfiguration"]?["scanOnPush"] ?? false)
        {
            TagExclusions = exclusions.Count == 0 ? [] : exclusions,
        };
    }

    private static ManifestLookup ReadManifests(JsonObject answer) => new(
        [.. answer.Objects("images").Select(static i => new ImageManifest(
            ImageId.FromJson(i["imageId"]), i.RequiredText("imageManifest"), i.OptionalText("imageManifestMediaType")))],
        [.. answer.Objects("failures").Select(static f => new ImageFailure(
            ImageId.FromJson(f["imageId"]), f.OptionalText("failureCode") ?? "", f.OptionalText("failureReason") ?? ""))]);

    private static EcrImage ReadImage(JsonNode image) => new(
        image.RequiredText("imageDigest"),
        image.Texts("imageTags"),
        image.OptionalTime("imagePushedAt"),
        image["imageSizeInBytes"] is JsonValue size && size.TryGetValue<long>(out var bytes) ? bytes : null,
        image.OptionalText("imageManifestMediaType"));
}
