namespace Slipway.LocalAws.Ecr.Registry;

/// <summary>Where the registry itself answers and who may log in. The password prints as <c>[REDACTED]</c>.</summary>
/// <param name="Host">Host and port; not those that are in the names of images, where the registry's front answers.</param>
public sealed record RegistryAddress(string Host, string UserName, string Password)
{
    public override string ToString() => $"{UserName}:[REDACTED]@{Host}";
}
