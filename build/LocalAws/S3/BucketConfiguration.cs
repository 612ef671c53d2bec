using System.Xml.Linq;
using Slipway.LocalAws.Kernel.State;
using static Slipway.LocalAws.S3.ListAnswer;

namespace Slipway.LocalAws.S3;

/// <summary>
/// A document that a bucket is configured with, at the query parameter of its name, as in <c>?versioning</c>. What a new bucket has, and the refusals where
/// there is nothing, were recorded from AWS by LocalStack's snapshot tests; codes and sentences are S3's.
/// </summary>
/// <param name="Root">The element that it is.</param>
internal sealed record BucketConfiguration(string Name, string Root)
{
    public static readonly IReadOnlyList<BucketConfiguration> All =
    [
        new("tagging", "Tagging") { Missing = ("NoSuchTagSet", "The TagSet does not exist"), Check = ConfigurationRules.Tagging },
        new("versioning", "VersioningConfiguration") { Initial = _ => [], Check = ConfigurationRules.Versioning },
        new("encryption", "ServerSideEncryptionConfiguration") { Initial = _ => [Encryption()], Check = ConfigurationRules.Encryption },
        new("publicAccessBlock", "PublicAccessBlockConfiguration")
        {
            Initial = _ => ConfigurationRules.AccessBlocks.Select(name => Element(name, true)),
            Missing = ("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found"),
            Check = ConfigurationRules.AccessBlock,
        },
        new("ownershipControls", "OwnershipControls")
        {
            Initial = _ => [Element("Rule", Element("ObjectOwnership", "BucketOwnerEnforced"))],
            Missing = ("OwnershipControlsNotFoundError", "The bucket ownership controls were not found"),
            Check = ConfigurationRules.Ownership,
        },
        new("lifecycle", "LifecycleConfiguration") { Missing = ("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"), Check = ConfigurationRules.Lifecycle },
        new("acl", "AccessControlPolicy") { Initial = FullControl },
        new("policy", "") { Missing = ("NoSuchBucketPolicy", "The bucket policy does not exist") },
        new("cors", "CORSConfiguration") { Missing = ("NoSuchCORSConfiguration", "The CORS configuration does not exist") },
        new("website", "WebsiteConfiguration") { Missing = ("NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration") },
        new("replication", "ReplicationConfiguration") { Missing = ("ReplicationConfigurationNotFoundError", "The replication configuration was not found") },
        new("object-lock", "ObjectLockConfiguration") { Missing = ("ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket") },
        new("logging", "BucketLoggingStatus") { Initial = _ => [] },
        new("notification", "NotificationConfiguration") { Initial = _ => [] },
        new("accelerate", "AccelerateConfiguration") { Initial = _ => [] },
        new("requestPayment", "RequestPaymentConfiguration") { Initial = _ => [Element("Payer", "BucketOwner")] },
    ];

    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>What the document of a new bucket has; null where there is none.</summary>
    public Func<LocalAwsOptions, IEnumerable<XElement>>? Initial { get; init; }

    /// <summary>With what S3 refuses to show one that is not there.</summary>
    public (string Code, string Message)? Missing { get; init; }

    /// <summary>Checks a document that is put, and completes it as S3 does; null where LocalAws would not do what it says.</summary>
    public Action<XElement>? Check { get; init; }

    /// <summary>The one that a call on a bucket is about; null for a call on the bucket itself.</summary>
    public static BucketConfiguration? Of(S3Call call) => All.FirstOrDefault(known => call.Parameter(known.Name) is not null);

    private static XElement Encryption() =>
        Element("Rule", Element("ApplyServerSideEncryptionByDefault", Element("SSEAlgorithm", "AES256")), Element("BucketKeyEnabled", false));

    private static IEnumerable<XElement> FullControl(LocalAwsOptions options) =>
    [
        Owner(options),
        Element("AccessControlList", Element(
            "Grant",
            Element("Grantee", new XAttribute(XNamespace.Xmlns + "xsi", Instance), new XAttribute(Instance + "type", "CanonicalUser"), Owner(options).Elements()),
            Element("Permission", "FULL_CONTROL"))),
    ];
}
