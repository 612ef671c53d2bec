namespace Slipway.Aws.Ecr;

/// <summary>A repository of the account's registry.</summary>
/// <param name="Uri">What image names begin with: <c>123456789012.dkr.ecr.eu-west-2.amazonaws.com/shop</c>.</param>
/// <param name="TagMutability"><c>MUTABLE</c>, <c>IMMUTABLE</c>, or one of these <c>_WITH_EXCLUSION</c>.</param>
/// <param name="ScansOnPush">By the repository's own setting; the registry's may scan it all the same.</param>
public sealed record EcrRepository(string Name, string Uri, string? Arn, string? TagMutability, bool ScansOnPush);
