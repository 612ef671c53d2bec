namespace Slipway.Architecture.Tests;

/// <summary>Which module may use which: the floors of the house, as data. docs/architecture.md describes them.</summary>
internal static class Modules
{
    /// <summary>
    /// By project (its root namespace), then by module (the folder below it), from the top down: the modules of the same project that it may use. What lies in
    /// the project's own folder composes the program and may use all of them.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string[]>> Allowed { get; } = new Dictionary<string, IReadOnlyDictionary<string, string[]>>
    {
        ["Slipway.Pipeline"] = new Dictionary<string, string[]>
        {
            ["Tasks"] = ["Commands", "Build", "Deployment", "Environments", "Configuration", "Foundation"],
            ["Commands"] = ["Build", "Deployment", "Environments", "Configuration", "Foundation"],
            ["Build"] = ["Deployment", "Environments", "Configuration", "Foundation"],
            ["Deployment"] = ["Environments", "Configuration", "Foundation"],
            ["Environments"] = ["Configuration", "Foundation"],
            ["Configuration"] = ["Foundation"],
            ["Foundation"] = [],
        },
        ["Slipway.LocalAws"] = new Dictionary<string, string[]>
        {
            ["Hosting"] = ["Scaling", "Schedules", "CodeDeploy", "Ecs", "Agent", "DeploymentConfiguration", "LoadBalancing", "Acm", "CloudMap", "CloudWatch", "Logs", "S3", "Secrets", "Ecr", "Sts", "Kernel"],
            ["Scaling"] = ["Ecs", "Kernel"],
            ["Schedules"] = ["Ecs", "Kernel"],
            ["CodeDeploy"] = ["Ecs", "LoadBalancing", "S3", "Kernel"],
            ["Ecs"] = ["Agent", "DeploymentConfiguration", "LoadBalancing", "CloudMap", "CloudWatch", "Logs", "S3", "Secrets", "Ecr", "Kernel"],
            ["Agent"] = ["LoadBalancing", "Sts", "Kernel"],
            ["DeploymentConfiguration"] = ["Kernel"],
            ["LoadBalancing"] = ["Acm", "Kernel"],
            ["Acm"] = ["Kernel"],
            ["CloudMap"] = ["Kernel"],
            ["CloudWatch"] = ["Kernel"],
            ["Logs"] = ["Kernel"],
            ["S3"] = ["Kernel"],
            ["Secrets"] = ["Kernel"],
            ["Ecr"] = ["Kernel"],
            ["Sts"] = ["Kernel"],
            ["Kernel"] = [],
        },
    };

    /// <summary>Assembly and root namespace of each project. The stand-in for Cake.Frosting is not among them: its folders are the package's.</summary>
    public static IReadOnlyList<(string Assembly, string Namespace)> Projects { get; } =
    [
        ("Slipway.Pipeline", "Slipway.Pipeline"),
        ("slipway-local-aws", "Slipway.LocalAws"),
        ("Slipway.Ecs", "Slipway.Ecs"),
        ("Slipway.Aws", "Slipway.Aws"),
        ("Slipway.Docker", "Slipway.Docker"),
        ("Slipway.Yaml", "Slipway.Yaml"),
    ];

    /// <summary>The namespaces that may use Cake, beside what composes the program: tasks, and the wrappers of tools.</summary>
    public static IReadOnlyList<string> UsersOfCake { get; } = ["Slipway.Pipeline.Tasks", "Slipway.Docker"];
}
