using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>
/// What tasks are to run on: <c>launchType</c>, <c>capacityProviderStrategy</c>, <c>platformVersion</c> and <c>networkConfiguration</c> of a service, a task
/// set or RunTask, and what ECS refuses of them. Sentences without "unconfirmed" beside them are ECS's, as users have quoted them.
/// </summary>
public sealed partial class LaunchRules(EcsState state)
{
    private const int MostProviders = 20;
    private const int HighestWeight = 1000;
    private const int HighestBase = 100_000;
    private const int MostSubnets = 16;
    private const int MostGroups = 5;
    private const string Awsvpc = "awsvpc";

    private static readonly string[] Platforms = ["LATEST", "1.4.0", "1.3.0"];

    /// <param name="request">Has these members.</param>
    /// <exception cref="AwsErrorException">They do not go together, or not with the task definition.</exception>
    internal Launch Check(JsonObject request, RegisteredTaskDefinition definition, string cluster)
    {
        var strategy = Strategy(request, cluster);
        var type = strategy.Count > 0 ? null : request.Text("launchType") ?? Launch.OnEc2;
        if (type is not (null or Launch.OnEc2 or Launch.OnFargate or Launch.OnExternal))
            throw EcsErrors.Unsupported($"the launch type '{type}'");
        var launch = new Launch(type, strategy, Network(request, definition), PlatformVersion: null);
        CheckDefinition(launch, definition);
        CheckPublicAddress(launch);
        CheckPlacement(launch, request);
        return launch with { PlatformVersion = Platform(request, launch.IsFargate) };
    }

    /// <summary>The request's own, or the cluster's default where the request has no launch type either.</summary>
    private IReadOnlyList<CapacityShare> Strategy(JsonObject request, string cluster)
    {
        var definition = state.Cluster(cluster)!.Definition;
        var given = request.Objects("capacityProviderStrategy");
        if (given.Count > 0 && request.Text("launchType") is not null)
            throw EcsErrors.InvalidParameter("Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.");
        if (given.Count == 0 && request.Text("launchType") is null)
            given = definition.Objects("defaultCapacityProviderStrategy");
        return CheckStrategy(given, definition.Texts("capacityProviders"));
    }

    /// <param name="associated">The names of the cluster's providers.</param>
    /// <exception cref="AwsErrorException"><c>InvalidParameterException</c>.</exception>
    internal static IReadOnlyList<CapacityShare> CheckStrategy(IReadOnlyList<JsonObject> given, IReadOnlyList<string> associated)
    {
        var strategy = given.Select(share => new CapacityShare(EcsArns.NameOf(share.RequiredText("capacityProvider")), share.Number("weight") ?? 0, share.Number("base") ?? 0)).ToList();
        if (strategy.Count == 0)
            return strategy;
        if (strategy.Exists(share => !associated.Contains(share.Provider)))
            throw EcsErrors.InvalidParameter("The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster.");
        // The rules are the API reference's, the sentences are unconfirmed.
        if (strategy.Count > MostProviders)
            throw EcsErrors.InvalidParameter($"A capacity provider strategy can contain a maximum of {MostProviders} capacity providers.");
        if (strategy.Exists(share => share.Weight is < 0 or > HighestWeight || share.Base is < 0 or > HighestBase))
            throw EcsErrors.InvalidParameter($"The weight of a capacity provider must be between 0 and {HighestWeight}, its base between 0 and {HighestBase}.");
        if (strategy.Count > 1 && strategy.TrueForAll(share => share.Weight == 0))
            throw EcsErrors.InvalidParameter("There are no capacity providers in the capacity provider strategy with a weight value greater than zero.");
        if (strategy.Count(share => share.Base > 0) > 1)
            throw EcsErrors.InvalidParameter("There are multiple capacity providers in the specified capacity provider strategy with a base value defined.");
        if (strategy.Select(share => share.IsFargate).Distinct().Count() > 1)
            throw EcsErrors.InvalidParameter("A capacity provider strategy cannot contain a mix of capacity providers using Auto Scaling groups and Fargate providers.");
        return strategy;
    }

    private static AwsvpcNetwork? Network(JsonObject request, RegisteredTaskDefinition definition)
    {
        var given = request.Object("networkConfiguration")?.Object("awsvpcConfiguration");
        if (definition.Document.NetworkMode != Awsvpc)
            return given is null ? null : throw EcsErrors.InvalidParameter("Network Configuration is not valid for the given networkMode of this task definition.");
        if (given is null)
            throw EcsErrors.InvalidParameter("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        var (subnets, groups, address) = (given.Texts("subnets"), given.Texts("securityGroups"), given.Text("assignPublicIp"));
        // The limits are the API reference's, these sentences are unconfirmed.
        if (subnets.Count is 0 or > MostSubnets)
            throw EcsErrors.InvalidParameter(subnets.Count == 0 ? "subnets can not be empty." : $"subnets can have at most {MostSubnets} items.");
        if (groups.Count > MostGroups)
            throw EcsErrors.InvalidParameter($"securityGroups can have at most {MostGroups} items.");
        if (address is not (null or "ENABLED" or "DISABLED"))
            throw EcsErrors.InvalidParameter($"assignPublicIp '{address}' is not one of ENABLED and DISABLED.");
        if (subnets.FirstOrDefault(id => !SubnetId().IsMatch(id)) is { } subnet)
            throw EcsErrors.InvalidParameter($"Error retrieving subnet information for [{subnet}]: Invalid id: \"{subnet}\" (ErrorCode: InvalidSubnetID.Malformed)");
        if (groups.FirstOrDefault(id => !GroupId().IsMatch(id)) is { } group)
            throw EcsErrors.InvalidParameter($"Error retrieving security group information for [{group}]: Invalid id: \"{group}\" (ErrorCode: InvalidGroupId.Malformed)");
        return new(subnets, groups, address == "ENABLED");
    }

    private static void CheckDefinition(Launch launch, RegisteredTaskDefinition definition)
    {
        var (document, required) = (definition.Document, definition.Registration.Texts("requiresCompatibilities"));
        var isRefused = launch switch
        {
            // One that names no launch type was validated for none: unconfirmed whether ECS goes by more than what it could run on.
            { IsFargate: true } => !(required.Count > 0 ? required : definition.Compatibilities).Contains(Launch.OnFargate),
            { Type: Launch.OnExternal } => document.NetworkMode == Awsvpc,
            _ => false,
        };
        if (isRefused)
            throw EcsErrors.InvalidParameter($"Task definition does not support launch_type {(launch.IsFargate ? Launch.OnFargate : Launch.OnExternal)}.");
        if (!launch.IsFargate && document.Root["ephemeralStorage"] is not null)
            throw EcsErrors.InvalidParameter("Tasks using the EC2 launch type do not support EphemeralStorage");
    }

    private static void CheckPublicAddress(Launch launch)
    {
        if (launch is { IsFargate: false, Network.HasPublicAddress: true })
            throw EcsErrors.InvalidParameter("Assign public IP is not supported for this launch type.");
    }

    private static void CheckPlacement(Launch launch, JsonObject request)
    {
        if (!launch.IsFargate)
            return;
        if (request.Objects("placementConstraints").Count > 0)
            throw EcsErrors.InvalidParameter("Placement constraints are not supported with FARGATE launch type.");
        if (request.Objects("placementStrategy").Count > 0)
            throw EcsErrors.InvalidParameter("Placement strategies are not supported with FARGATE launch type.");
    }

    private static string? Platform(JsonObject request, bool isFargate)
    {
        var version = request.Text("platformVersion") is { Length: > 0 } given ? given : null;
        if (!isFargate)
            return version is null ? null : throw EcsErrors.InvalidParameter("The platform version must be null when specifying an EC2 launch type.");
        return version is null || Platforms.Contains(version)
            ? version ?? Platforms[0]
            : throw new AwsErrorException("PlatformUnknownException", "The specified platform version doesn't exist.");
    }

    /// <summary>AWS's have hexadecimal digits only; those of a rehearsal may be words.</summary>
    [GeneratedRegex("^subnet-[0-9a-z-]+$")]
    private static partial Regex SubnetId();

    [GeneratedRegex("^sg-[0-9a-z-]+$")]
    private static partial Regex GroupId();
}
