namespace Slipway.Docker.Registry;

/// <summary>The login of one registry.</summary>
public sealed record RegistryCredentials(string User, string Password)
{
    // A record prints its members, and this one must not.
    public override string ToString() => $"{User}:[REDACTED]";
}
