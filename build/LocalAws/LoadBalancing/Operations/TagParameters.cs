using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>
/// The tags of a call. The sentences as users report them: https://github.com/ernestio/ernest/issues/237 (of the classic API) and
/// https://github.com/aws/elastic-load-balancing-tools/issues/6
/// </summary>
internal static class TagParameters
{
    /// <summary>Of one resource.</summary>
    public const int Most = 50;

    /// <exception cref="AwsErrorException">A key is there twice, or is AWS's own; or there are too many.</exception>
    public static IReadOnlyDictionary<string, string> Read(QueryParameters parameters)
    {
        var keys = parameters.Members("Tags").Select(tag => tag.Required("Key")).ToList();
        if (keys.Distinct().Count() < keys.Count)
            throw new AwsErrorException("DuplicateTagKeys", "Duplicate Tag Keys found in the request. Tag keys should be unique.");
        if (keys.Find(key => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) is { } own)
            throw ElbErrors.Validation($"Tag key '{own}' cannot start with 'aws:'");
        return keys.Count <= Most ? parameters.Pairs("Tags") : throw new AwsErrorException("TooManyTags", $"A resource can have {Most} tags at most");
    }
}
