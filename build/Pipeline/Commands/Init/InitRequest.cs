using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>What the command line asks of Init.</summary>
/// <param name="ConfigFile">Where the settings are written, relative to the repository.</param>
/// <param name="Force">Files that exist are replaced; what they were is kept beside them.</param>
/// <param name="Service">The ECS service to start from, or null.</param>
/// <param name="Environment">The environment that <paramref name="Service"/> is.</param>
public sealed record InitRequest(string ConfigFile, LaunchType LaunchType, bool Force, EcsServiceName? Service, string Environment)
{
    private const string DefaultEnvironment = "staging";

    /// <summary>The Compose files in their order; empty to find them.</summary>
    public IReadOnlyList<string> ComposeFiles { get; init; } = [];

    /// <summary>Whether each Compose service that is not a sidecar becomes a service of ECS.</summary>
    public bool HasEach { get; init; }

    /// <exception cref="RunFailedException">An environment is named for nothing, or a service of ECS where several are made; exit code 2.</exception>
    public static InitRequest Of(Invocation invocation)
    {
        var service = invocation.Get(Options.FromService);
        var hasEach = invocation.Get(Options.Services) == "each";
        if (service is null && invocation.Get(Options.Environment) is not null)
            throw new RunFailedException(
                ExitCodes.Configuration, $"Init writes the files of all environments; {Options.Environment} says which one {Options.FromService} is. Leave it out, or add {Options.FromService}=CLUSTER/SERVICE.");
        if (service is not null && hasEach)
            throw new RunFailedException(ExitCodes.Configuration, $"{Options.FromService} is one service of ECS, and {Options.Services}=each makes several of the Compose file. Leave one of the two out.");
        return new(
            invocation.Get(Options.Config),
            invocation.Get(Options.LaunchType) == "fargate" ? LaunchType.Fargate : LaunchType.Ec2,
            invocation.Get(Options.Force),
            service is null ? null : EcsServiceName.Parse(service),
            invocation.Get(Options.Environment) ?? DefaultEnvironment)
        {
            ComposeFiles = invocation.Get(Options.Compose),
            HasEach = hasEach,
        };
    }
}
