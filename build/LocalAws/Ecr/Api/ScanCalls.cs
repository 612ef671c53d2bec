using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecr.Registry;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecr.Api;

/// <summary>
/// DescribeImageScanFindings and StartImageScan. Nothing is scanned: what a scan has found is what someone said by <see cref="ScanControl"/>, in
/// the shape of the answer, so every state that ECR knows can be rehearsed.
/// </summary>
internal sealed class ScanCalls(LocalAwsOptions options, RepositoryStore repositories, IRegistryContainer registry, RegistryApi api)
{
    private static readonly string[] States =
    [
        "PENDING", "IN_PROGRESS", "COMPLETE", "ACTIVE", "FAILED", "UNSUPPORTED_IMAGE", "FINDINGS_UNAVAILABLE", "SCAN_ELIGIBILITY_EXPIRED", "LIMIT_EXCEEDED", "IMAGE_ARCHIVED",
    ];

    private static readonly string[] Lists = ["findings", "enhancedFindings"];

    public async Task<JsonObject> DescribeAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var (repository, image) = await FindAsync(request, cancellationToken);
        var scan = Scan(repository, image) ?? throw EcrErrors.ScanNotFound(image, repository.Name, options.Account);
        var answer = Identify(repository, image);
        answer["imageScanStatus"] = scan["imageScanStatus"]!.DeepClone();
        if (scan["imageScanFindings"]?.DeepClone() is JsonObject findings)
        {
            if (Cut(request, findings) is { } next)
                answer["nextToken"] = next;
            answer["imageScanFindings"] = findings;
        }

        return answer;
    }

    public async Task<JsonObject> StartAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var (repository, image) = await FindAsync(request, cancellationToken);
        var scan = Scan(repository, image)
            ?? throw new AwsErrorException("UnsupportedImageTypeException", $"LocalAws scans nothing. Say what a scan is to find with POST {ScanControl.Path}, or leave the scan out with --env=local.");
        var answer = Identify(repository, image);
        answer["imageScanStatus"] = scan["imageScanStatus"]!.DeepClone();
        return answer;
    }

    /// <summary>Sets what a scan has found; without <c>imageScanStatus</c> there was none.</summary>
    public async Task<JsonObject> SetAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var (repository, image) = await FindAsync(request, cancellationToken);
        var status = request.Object("imageScanStatus");
        if (status is not null && !States.Contains(status.Text("status")))
            throw EcrErrors.InvalidParameter("imageScanStatus.status", $"Member must satisfy enum value set: [{string.Join(", ", States)}]");
        await repositories.ChangeAsync(
            request,
            before =>
            {
                var scans = new Dictionary<string, JsonObject>(before.Scans ?? []);
                scans.Remove(image.Digest!);
                if (status is not null)
                    scans[image.Digest!] = new() { ["imageScanStatus"] = status.DeepClone(), ["imageScanFindings"] = request.Object("imageScanFindings")?.DeepClone() };
                return before with { Scans = scans };
            },
            cancellationToken);
        return Identify(repository, image);
    }

    private static JsonObject? Scan(Repository repository, ImageId image) => repository.Scans?.GetValueOrDefault(image.Digest!);

    /// <summary>Leaves one page of the findings, basic or enhanced.</summary>
    private static string? Cut(JsonObject request, JsonObject findings)
    {
        string? next = null;
        foreach (var list in Lists.Where(list => findings[list] is JsonArray))
        {
            var page = ListPage.Of<JsonNode?>(request, [.. findings[list]!.AsArray()]);
            findings[list] = new JsonArray([.. page.Items.Select(item => item?.DeepClone())]);
            next ??= page.NextToken;
        }

        return next;
    }

    private async Task<(Repository Repository, ImageId Image)> FindAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var repository = await repositories.GetAsync(request, cancellationToken);
        var image = ImageId.Parse(request.Object("imageId"));
        if (string.IsNullOrEmpty(image.Tag ?? image.Digest))
            throw EcrErrors.InvalidParameter("imageId", "Member must have a digest or a tag");
        var address = await registry.EnsureAsync(cancellationToken);
        var manifest = await api.ManifestAsync(address, repository.Name, image.Tag, image.Digest, cancellationToken) ?? throw EcrErrors.ImageNotFound(image, repository.Name, options.Account);
        return (repository, image with { Digest = manifest.Digest });
    }

    private JsonObject Identify(Repository repository, ImageId image) =>
        new() { ["registryId"] = options.Account, ["repositoryName"] = repository.Name, ["imageId"] = image.ToJson() };
}
