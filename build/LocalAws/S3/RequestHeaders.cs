using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.S3;

/// <summary>Headers that change what any operation of S3 does, wherever they come.</summary>
internal static class RequestHeaders
{
    private const string Owner = "x-amz-expected-bucket-owner";
    private const string OwnerOfSource = "x-amz-source-expected-bucket-owner";

    /// <summary>Those that are refused; one that ends with a dash stands for all that begin with it.</summary>
    public static readonly IReadOnlyList<string> Unsupported =
    [
        "x-amz-bucket-namespace", "x-amz-bypass-governance-retention", "x-amz-if-match-", "x-amz-mfa", "x-amz-mp-object-size", "x-amz-object-lock-", "x-amz-optional-object-attributes",
        "x-amz-server-side-encryption-context", "x-amz-server-side-encryption-customer-", "x-amz-write-offset-bytes",
    ];

    /// <exception cref="AwsErrorException">One that is not emulated; <c>AccessDenied</c> where the bucket is expected to be another account's.</exception>
    public static void Check(S3Call call, LocalAwsOptions options)
    {
        if (call.Request.Headers.Keys.FirstOrDefault(name => Unsupported.Any(refused => IsMeant(refused, name))) is { } header)
            throw AwsErrorException.NotImplemented($"the header '{header}' of S3");
        if (new[] { Owner, OwnerOfSource }.Any(name => call.Header(name) is { } owner && owner != options.Account))
            throw S3Errors.AccessDenied();
    }

    private static bool IsMeant(string refused, string name) =>
        refused.EndsWith('-') ? name.StartsWith(refused, StringComparison.OrdinalIgnoreCase) : name.Equals(refused, StringComparison.OrdinalIgnoreCase);
}
