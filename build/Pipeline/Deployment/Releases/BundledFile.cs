namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>A file of a bundle.</summary>
/// <param name="Name">Its path in the bundle, with <c>/</c> on every platform.</param>
/// <param name="IsExecutable">As its owner has it; never on Windows, which does not know.</param>
public sealed record BundledFile(string Name, byte[] Content, bool IsExecutable);
