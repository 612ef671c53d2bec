using System.IO.Enumeration;

namespace Slipway.Aws.Ecr;

/// <summary>A repository of the account's registry.</summary>
/// <param name="Uri">What image names begin with: <c>123456789012.dkr.ecr.eu-west-2.amazonaws.com/shop</c>.</param>
/// <param name="TagMutability"><c>MUTABLE</c>, <c>IMMUTABLE</c>, or one of these <c>_WITH_EXCLUSION</c>.</param>
/// <param name="ScansOnPush">By the repository's own setting; the registry's may scan it all the same.</param>
public sealed record EcrRepository(string Name, string Uri, string? Arn, string? TagMutability, bool ScansOnPush)
{
    private const string Exclusion = "_WITH_EXCLUSION";

    /// <summary>Names of tags, with <c>*</c> for any characters, for which the opposite of <see cref="TagMutability"/> holds.</summary>
    public IReadOnlyList<string> TagExclusions { get; init; } = [];

    /// <summary>Whether the tag stays with the image that has it.</summary>
    public bool Fixes(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        var isExcluded = TagMutability?.EndsWith(Exclusion, StringComparison.Ordinal) == true && TagExclusions.Any(filter => FileSystemName.MatchesSimpleExpression(filter, tag, ignoreCase: false));
        return TagMutability?.StartsWith("IMMUTABLE", StringComparison.Ordinal) == true != isExcluded;
    }
}
