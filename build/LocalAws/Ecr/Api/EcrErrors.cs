using Slipway.LocalAws.Ecr.Registry;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecr.Api;

/// <summary>ECR's refusals, in its words.</summary>
internal static class EcrErrors
{
    public static AwsErrorException RepositoryNotFound(string name, string account) =>
        new("RepositoryNotFoundException", $"The repository with name '{name}' does not exist in the registry with id '{account}'");

    public static AwsErrorException RepositoryAlreadyExists(string name, string account) =>
        new("RepositoryAlreadyExistsException", $"The repository with name '{name}' already exists in the registry with id '{account}'");

    public static AwsErrorException ImageNotFound(ImageId image, string repository, string account) =>
        new("ImageNotFoundException",
            $"The image with imageId {{imageDigest:'{image.Digest ?? "null"}', imageTag:'{image.Tag ?? "null"}'}} does not exist within the repository with name '{repository}' in the registry with id '{account}'");

    public static AwsErrorException RepositoryNotEmpty(string name, string account) =>
        new("RepositoryNotEmptyException", $"The repository with name '{name}' in registry with id '{account}' cannot be deleted because it still contains images");

    public static AwsErrorException LifecyclePolicyNotFound(string name, string account) =>
        new("LifecyclePolicyNotFoundException", $"Lifecycle policy does not exist for the repository with name '{name}' in the registry with id '{account}'");

    public static AwsErrorException RepositoryPolicyNotFound(string name, string account) =>
        new("RepositoryPolicyNotFoundException", $"Repository policy does not exist for the repository with name '{name}' in the registry with id '{account}'");

    public static AwsErrorException ScanNotFound(ImageId image, string repository, string account) =>
        new("ScanNotFoundException",
            $"Image scan does not exist for the image with '{{imageDigest:'{image.Digest ?? "null"}', imageTag:'{image.Tag ?? "null"}'}}' in the repository with name '{repository}' in the registry with id '{account}'");

    public static AwsErrorException ImageAlreadyExists(string digest, string? tag, string repository, string account) =>
        new("ImageAlreadyExistsException",
            $"Image with digest '{digest}'{(tag is null ? "" : $" and tag '{tag}'")} already exists in the repository with name '{repository}' in registry with id '{account}'");

    public static AwsErrorException ImageTagAlreadyExists(string tag, string repository) =>
        new("ImageTagAlreadyExistsException", $"The image tag '{tag}' already exists in the '{repository}' repository and cannot be overwritten because the tag is immutable.");

    public static AwsErrorException DigestDoesNotMatch(string expected, string actual) =>
        new("ImageDigestDoesNotMatchException", $"Image digest '{actual}' does not match expected digest '{expected}'");

    public static AwsErrorException LayersNotFound(Manifest image, string? tag, string repository, string account) =>
        new("LayersNotFoundException",
            $"The layers with digests '[{string.Join(", ", image.Layers)}]' required for pushing image '{{imageDigest:'{image.Digest}', imageTag:'{tag ?? "null"}'}}' "
            + $"into repository with name '{repository}' in the registry with id '{account}' do not exist");

    public static AwsErrorException InvalidParameter(string name, string constraint) =>
        new("InvalidParameterException", $"Invalid parameter at '{name}' failed to satisfy constraint: '{constraint}'");
}
