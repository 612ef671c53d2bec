using System.Xml.Linq;
using Microsoft.AspNetCore.WebUtilities;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>The tags of a bucket or an object: <c>&lt;Tagging>&lt;TagSet></c>, or the header <c>x-amz-tagging</c>. Amazon S3 User Guide, tagging restrictions.</summary>
internal static class TagSet
{
    public const string Header = "x-amz-tagging";

    /// <summary>Of an object.</summary>
    public const int MostOfObject = 10;

    private const int LongestKey = 128;
    private const int LongestValue = 256;

    /// <exception cref="AwsErrorException"><c>MalformedXML</c>, <c>InvalidTag</c> or <c>BadRequest</c>.</exception>
    public static Dictionary<string, string> Of(XElement tagging, int most) => Checked(
        [.. tagging.Descendants().Where(element => element.Name.LocalName == "Tag").Select(tag => KeyValuePair.Create(Text(tag, "Key"), Text(tag, "Value")))], most);

    /// <summary>Those of a put; none without the header.</summary>
    public static Dictionary<string, string> Of(S3Call call) =>
        Checked([.. QueryHelpers.ParseQuery(call.Header(Header)).SelectMany(tag => tag.Value.Select(value => KeyValuePair.Create(tag.Key, value ?? "")))], MostOfObject);

    public static XElement ToXml(IReadOnlyDictionary<string, string> tags) => ListAnswer.Element(
        "Tagging", ListAnswer.Element("TagSet", tags.Select(tag => ListAnswer.Element("Tag", ListAnswer.Element("Key", tag.Key), ListAnswer.Element("Value", tag.Value)))));

    private static Dictionary<string, string> Checked(List<KeyValuePair<string, string>> tags, int most)
    {
        if (tags.Count > most)
            throw new AwsErrorException("BadRequest", most == MostOfObject ? $"Object tags cannot be greater than {most}" : $"Bucket tag count cannot be greater than {most}");
        if (tags.DistinctBy(tag => tag.Key).Count() < tags.Count)
            throw Invalid("Cannot provide multiple Tags with the same key");
        foreach (var (key, value) in tags)
        {
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
                throw Invalid("System tags cannot be added/updated by requester");
            if (key.Length is 0 or > LongestKey)
                throw Invalid("The TagKey you have provided is invalid");
            if (value.Length > LongestValue)
                throw Invalid("The TagValue you have provided is invalid");
        }

        return new(tags);
    }

    private static string Text(XElement tag, string name) => tag.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? throw S3Errors.MalformedXml();

    private static AwsErrorException Invalid(string message) => new("InvalidTag", message);
}
