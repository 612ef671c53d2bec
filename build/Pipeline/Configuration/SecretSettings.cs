namespace Slipway.Pipeline.Configuration;

/// <summary>A file that is fetched before the build and removed after it.</summary>
/// <param name="From"><c>s3://bucket/key</c>.</param>
/// <param name="To">Relative path of a file inside the repository, with <c>/</c> on every platform.</param>
public sealed record SecretSettings(Template From, Template To, Place Place);
