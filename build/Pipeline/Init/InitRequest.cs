using Slipway.Ecs.FromCompose;
using Slipway.Pipeline.CommandLine;

namespace Slipway.Pipeline.Init;

/// <summary>What the command line asks of Init.</summary>
/// <param name="ConfigFile">Where the settings are written, relative to the repository.</param>
/// <param name="Force">Files that exist are replaced; what they were is kept beside them.</param>
/// <param name="Service">The ECS service to start from, or null.</param>
/// <param name="Environment">The environment that <paramref name="Service"/> is.</param>
public sealed record InitRequest(string ConfigFile, LaunchType LaunchType, bool Force, EcsServiceName? Service, string Environment)
{
    private const string DefaultEnvironment = "staging";

    public static InitRequest Of(Invocation invocation) => new(
        invocation.ConfigFile,
        invocation.LaunchType == "fargate" ? LaunchType.Fargate : LaunchType.Ec2,
        invocation.Force,
        invocation.FromService is { } service ? EcsServiceName.Parse(service) : null,
        invocation.Environment ?? DefaultEnvironment);
}
