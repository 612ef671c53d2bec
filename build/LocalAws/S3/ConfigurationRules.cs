using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>What S3 refuses of the documents that configure a bucket, and what it adds to them.</summary>
internal static class ConfigurationRules
{
    private const int MostTags = 50;

    public static readonly IReadOnlyList<string> AccessBlocks = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];

    private static readonly string[] Algorithms = ["AES256", "aws:kms", "aws:kms:dsse"];

    private static readonly string[] Owners = ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"];

    public static void Tagging(XElement document) => TagSet.Of(document, MostTags);

    public static void Versioning(XElement document)
    {
        if (Text(document, "Status") is not ("Enabled" or "Suspended"))
            throw S3Errors.MalformedXml();
        if (Text(document, "MfaDelete") == "Enabled")
            throw AwsErrorException.NotImplemented("'MfaDelete' of S3 PutBucketVersioning");
    }

    public static void Encryption(XElement document)
    {
        if (!Algorithms.Contains(Text(document, "SSEAlgorithm")))
            throw S3Errors.MalformedXml();
        var rule = Named(document, "Rule").First();
        if (Text(rule, "BucketKeyEnabled") is null)
            rule.Add(Element(document, "BucketKeyEnabled", false));
    }

    public static void AccessBlock(XElement document)
    {
        if (document.Elements().Any(element => !AccessBlocks.Contains(element.Name.LocalName) || !bool.TryParse(element.Value, out _)))
            throw S3Errors.MalformedXml();
        document.ReplaceNodes(AccessBlocks.Select(name => Element(document, name, Text(document, name) is { } value && bool.Parse(value))).ToArray());
    }

    public static void Ownership(XElement document)
    {
        if (!Owners.Contains(Text(document, "ObjectOwnership")))
            throw S3Errors.MalformedXml();
    }

    /// <summary>Nothing expires: the shortest time is a day. A rule without an id gets one.</summary>
    public static void Lifecycle(XElement document)
    {
        var rules = Named(document, "Rule").ToList();
        if (rules.Count == 0 || rules.Exists(rule => Text(rule, "Status") is not ("Enabled" or "Disabled")))
            throw S3Errors.MalformedXml();
        foreach (var rule in rules.Where(rule => Text(rule, "ID") is null))
            rule.AddFirst(Element(document, "ID", Guid.NewGuid()));
    }

    /// <summary>In the document's own namespace, which not every client gives.</summary>
    private static XElement Element(XElement document, string name, object value) => new(document.Name.Namespace + name, value);

    private static string? Text(XElement document, string name) => Named(document, name).FirstOrDefault()?.Value;

    private static IEnumerable<XElement> Named(XElement document, string name) => document.Descendants().Where(element => element.Name.LocalName == name);
}
