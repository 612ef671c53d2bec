using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>What tasks run on, as services, their deployments and revisions, task sets and tasks show it.</summary>
internal static class LaunchView
{
    private const string Platform = "Linux";

    /// <summary>A service shows the platform version that was asked for, the others the one that LATEST stood for.</summary>
    public static void Add(JsonObject view, Launch launch, bool asRequested)
    {
        view.Remove("launchType");
        view.Remove("platformVersion");
        if (launch.Type is { } type)
            view["launchType"] = type;
        else
            view["capacityProviderStrategy"] = new JsonArray([.. launch.Strategy.Select(Of)]);
        if ((asRequested ? launch.PlatformVersion : launch.ResolvedPlatform) is { } version)
            (view["platformVersion"], view["platformFamily"]) = (version, Platform);
        if (launch.Network is { } network)
            view["networkConfiguration"] = Of(network);
    }

    public static void Add(JsonObject view, EcsTask task)
    {
        view["launchType"] = task.LaunchType;
        if (task.CapacityProvider is { } provider)
            view["capacityProviderName"] = provider;
        if (task.PlatformVersion is { } version)
            (view["platformVersion"], view["platformFamily"]) = (version, Platform);
    }

    private static JsonObject Of(CapacityShare share) => new() { ["capacityProvider"] = share.Provider, ["weight"] = share.Weight, ["base"] = share.Base };

    private static JsonObject Of(AwsvpcNetwork network) => new()
    {
        ["awsvpcConfiguration"] = new JsonObject
        {
            ["subnets"] = Texts(network.Subnets),
            ["securityGroups"] = Texts(network.SecurityGroups),
            ["assignPublicIp"] = network.HasPublicAddress ? "ENABLED" : "DISABLED",
        },
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
