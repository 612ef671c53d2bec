namespace Slipway.Pipeline.Deployment.Checks;

/// <summary>An image of the environment's own registry that a container is to run.</summary>
/// <param name="Image">As the task definition has it.</param>
/// <param name="Repository">Its name in the registry.</param>
/// <param name="Digest">Of the manifest for the task's platform; not that of an index around it.</param>
public sealed record DeployedImage(string Container, string Image, string Repository, string Digest);
