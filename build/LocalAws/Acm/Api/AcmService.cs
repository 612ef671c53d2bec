using System.Text.Json.Nodes;
using Slipway.LocalAws.Acm.Contract;
using Slipway.LocalAws.Acm.Resources;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Acm.Api;

/// <summary>AWS Certificate Manager, version 2015-12-08: certificates for load balancers, issued by an authority of this LocalAws or imported.</summary>
internal sealed class AcmService(CertificateStore store, IEnumerable<ICertificateUsers> users, LocalAwsOptions options, TimeProvider time) : IJsonService
{
    private const int LongestPage = 1000;
    private const int MostTags = 50;

    /// <summary>What ListCertificates shows unless it is asked for other keys. ACM API reference, Filters.</summary>
    private static readonly string[] UsualKeys = ["RSA_1024", "RSA_2048"];

    /// <summary>As long as an idempotency token counts.</summary>
    private static readonly TimeSpan TokenLife = TimeSpan.FromHours(1);

    public string TargetPrefix => "CertificateManager";

    public IReadOnlyList<string> Unsupported { get; } =
    [
        "RequestCertificate CertificateAuthorityArn",
        "RequestCertificate ManagedBy",
        "RequestCertificate Options.Export",
        "ListCertificates Includes.extendedKeyUsage",
        "ListCertificates Includes.keyUsage",
        "ListCertificates Includes.exportOption",
        "ListCertificates Includes.managedBy",
    ];

    public async Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken) => operation switch
    {
        "RequestCertificate" => await RequestAsync(request, cancellationToken),
        "ImportCertificate" => await ImportAsync(request, cancellationToken),
        "DescribeCertificate" => new() { ["Certificate"] = Find(request) is var found ? CertificateView.Of(found, UsersOf(found), time.GetUtcNow()) : null },
        "ListCertificates" => List(request),
        "GetCertificate" => Get(Find(request)),
        "DeleteCertificate" => await DeleteAsync(request, cancellationToken),
        "AddTagsToCertificate" => await TagAsync(request, tags => TagList.Merge(tags, request.Objects("Tags")), cancellationToken),
        "RemoveTagsFromCertificate" => await TagAsync(request, tags => Without(tags, request.Objects("Tags")), cancellationToken),
        "ListTagsForCertificate" => new() { ["Tags"] = TagList.Of(Find(request).Tags) },
        _ => throw AwsErrorException.UnknownOperation("ACM", operation),
    };

    private async Task<JsonObject> RequestAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var (now, arn) = (time.GetUtcNow(), NewArn());
        await store.ChangeAsync(
            state =>
            {
                if (request.Text("IdempotencyToken") is { } token && state.Certificates.FirstOrDefault(known => IsRepeated(known, token, request, now)) is { } earlier)
                {
                    arn = earlier.Arn;
                    return state;
                }

                var ready = CertificateAuthority.Ensure(state, now);
                var issued = CertificateRequests.Read(ready, request, arn, now) with { Tags = Tags([], request) };
                return ready with { Certificates = [.. ready.Certificates, issued] };
            },
            cancellationToken);
        return new() { ["CertificateArn"] = arn };
    }

    private async Task<JsonObject> ImportAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var given = request.Text("CertificateArn");
        if (given is not null && request.Objects("Tags").Count > 0)
            throw AcmErrors.InvalidParameter("Tags cannot be specified when a certificate is imported again.");
        var arn = given ?? NewArn();
        var imported = ImportedCertificate.Read(request, arn, time.GetUtcNow()) with { Tags = Tags([], request) };
        await store.ChangeAsync(
            state =>
            {
                if (given is null)
                    return state with { Certificates = [.. state.Certificates, imported] };
                var before = state.Certificates.FirstOrDefault(known => known.Arn == arn) ?? throw AcmErrors.NotFound(arn);
                if (!before.IsImported)
                    throw AcmErrors.Validation($"The certificate {arn} was issued by ACM, and only an imported one can be imported again.");
                return With(state, imported with { CreatedAt = before.CreatedAt, Tags = before.Tags });
            },
            cancellationToken);
        return new() { ["CertificateArn"] = arn };
    }

    private JsonObject List(JsonObject request)
    {
        var (statuses, keys, now) = (request.Texts("CertificateStatuses"), request.Object("Includes")?.Texts("keyTypes") ?? [], time.GetUtcNow());
        var found = store.All
            .Where(certificate => statuses.Count == 0 || statuses.Contains(CertificateView.StatusOf(certificate, now)))
            .Where(certificate => (keys.Count > 0 ? keys : UsualKeys).Contains(certificate.KeyAlgorithm));
        if (request.Text("SortBy") is not null && request.Text("SortOrder") == "DESCENDING")
            found = found.Reverse();
        return PageOf<Certificate>
            .Cut([.. found], request.Text("NextToken"), Math.Clamp(request.Number("MaxItems") ?? LongestPage, 1, LongestPage), () => AcmErrors.Validation("The next token is not valid."))
            .ToJson("CertificateSummaryList", certificate => CertificateView.Summary(certificate, UsersOf(certificate).Count > 0, now), "NextToken");
    }

    private static JsonObject Get(Certificate certificate)
    {
        var answer = new JsonObject { ["Certificate"] = certificate.Body };
        if (certificate.Chain is { } chain)
            answer["CertificateChain"] = chain;
        return answer;
    }

    private async Task<JsonObject> DeleteAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var found = Find(request);
        if (UsersOf(found).Count > 0)
            throw AcmErrors.InUse(found.Arn, options.Account);
        await store.ChangeAsync(state => state with { Certificates = [.. state.Certificates.Where(known => known.Arn != found.Arn)] }, cancellationToken);
        return [];
    }

    private async Task<JsonObject> TagAsync(JsonObject request, Func<Dictionary<string, string>, Dictionary<string, string>> change, CancellationToken cancellationToken)
    {
        var arn = Find(request).Arn;
        await store.ChangeAsync(
            state =>
            {
                var found = state.Certificates.FirstOrDefault(known => known.Arn == arn) ?? throw AcmErrors.NotFound(arn);
                return With(state, found with { Tags = Checked(change(new(found.Tags))) });
            },
            cancellationToken);
        return [];
    }

    private Certificate Find(JsonObject request)
    {
        var arn = request.Text("CertificateArn") ?? "";
        if (!arn.StartsWith("arn:aws:acm:", StringComparison.Ordinal))
            throw AcmErrors.Validation($"1 validation error detected: Value '{arn}' at 'certificateArn' failed to satisfy constraint: Member must be the ARN of a certificate");
        return store.All.FirstOrDefault(certificate => certificate.Arn == arn) ?? throw AcmErrors.NotFound(arn);
    }

    private List<string> UsersOf(Certificate certificate) => [.. users.SelectMany(service => service.UsersOf(certificate.Arn))];

    private string NewArn() => $"arn:aws:acm:{options.Region}:{options.Account}:certificate/{Guid.NewGuid()}";

    private static bool IsRepeated(Certificate known, string token, JsonObject request, DateTimeOffset now) =>
        known.IdempotencyToken == token && known.Names[0] == request.Text("DomainName") && now - known.CreatedAt < TokenLife;

    private static AcmState With(AcmState state, Certificate changed) => state with { Certificates = [.. state.Certificates.Select(known => known.Arn == changed.Arn ? changed : known)] };

    private static Dictionary<string, string> Tags(Dictionary<string, string> before, JsonObject request) => Checked(TagList.Merge(before, request.Objects("Tags")));

    private static Dictionary<string, string> Checked(Dictionary<string, string> tags) =>
        tags.Count <= MostTags ? tags : throw new AwsErrorException("TooManyTagsException", $"A certificate can have {MostTags} tags at most.");

    /// <summary>A tag with a value goes only where it has this value.</summary>
    private static Dictionary<string, string> Without(Dictionary<string, string> tags, IReadOnlyList<JsonObject> removed) =>
        new(tags.Where(tag => !removed.Any(other => other.Text("Key") == tag.Key && (other.Text("Value") ?? tag.Value) == tag.Value)));
}
