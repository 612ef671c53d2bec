namespace Slipway.Pipeline.Commands.Doctor;

/// <summary>The Terraform modules of <c>infra/modules</c>, by what they make; docs/infrastructure.md describes them.</summary>
public static class InfraModule
{
    public const string Bucket = "bucket";
    public const string Cluster = "cluster";
    public const string LogGroups = "log-groups";
    public const string Repositories = "repositories";
    public const string Roles = "roles";
    public const string Service = "service";

    /// <summary>A remedy by hand, and the module that does the same.</summary>
    public static string Or(string remedy, string module) => $"{remedy.TrimEnd('.')}; with Terraform: infra/modules/{module}";
}
