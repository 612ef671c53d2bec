using Slipway.LocalAws.Protocol;

namespace Slipway.LocalAws.Ecr;

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

    public static AwsErrorException InvalidParameter(string name, string constraint) =>
        new("InvalidParameterException", $"Invalid parameter at '{name}' failed to satisfy constraint: '{constraint}'");
}
