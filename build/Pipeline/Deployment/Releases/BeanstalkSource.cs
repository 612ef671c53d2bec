namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>What a bundle for Elastic Beanstalk is made from.</summary>
/// <param name="Service">The Compose service whose image runs.</param>
/// <param name="Port">That the container listens on.</param>
/// <param name="Ebextensions">The files of the folder, in the order of the bundle; empty when there is none.</param>
public sealed record BeanstalkSource(string Service, int Port, IReadOnlyList<BundledFile> Ebextensions);
