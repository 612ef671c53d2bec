namespace Slipway.LocalAws.Ecr.Registry;

/// <summary>Where the registry answers and who may log in. The password prints as <c>[REDACTED]</c>.</summary>
/// <param name="Host">Host and port, as in <c>127.0.0.1:4567</c>.</param>
public sealed record RegistryAddress(string Host, string UserName, string Password)
{
    public override string ToString() => $"{UserName}:[REDACTED]@{Host}";
}
