using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>
/// CreateCapacityProvider, UpdateCapacityProvider, DescribeCapacityProviders, DeleteCapacityProvider and PutClusterCapacityProviders: Fargate's two are always there; one of an Auto
/// Scaling group stands for the one container instance. Sentences are unconfirmed where nothing else is said.
/// </summary>
public sealed class CapacityProviderOperations(EcsState state, ClusterOperations clusters, EcsArns arns) : IOperations
{
    public IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> Operations => new Dictionary<string, Func<JsonObject, JsonObject>>
    {
        ["CreateCapacityProvider"] = Create,
        ["UpdateCapacityProvider"] = Update,
        ["DescribeCapacityProviders"] = Describe,
        ["DeleteCapacityProvider"] = Delete,
        ["PutClusterCapacityProviders"] = Put,
    };

    /// <exception cref="AwsErrorException">A provider is not there, or the strategy is wrong.</exception>
    internal static void Check(EcsState state, JsonObject request)
    {
        var names = request.Texts("capacityProviders");
        if (names.FirstOrDefault(name => !Exists(state, name)) is { } unknown)
            throw EcsErrors.InvalidParameter($"The specified capacity provider '{unknown}' was not found. Specify a valid name or ARN and try again.");
        LaunchRules.CheckStrategy(request.Objects("defaultCapacityProviderStrategy"), [.. names.Select(EcsArns.NameOf)]);
    }

    private static bool Exists(EcsState state, string name) =>
        EcsArns.NameOf(name) is CapacityShare.Fargate or CapacityShare.Spot || state.CapacityProviders.Exists(known => known.Name == EcsArns.NameOf(name));

    private JsonObject Create(JsonObject request)
    {
        var name = request.RequiredText("name");
        if (Exists(state, name))
            throw EcsErrors.InvalidParameter($"The specified capacity provider '{name}' already exists. To change the configuration of an existing capacity provider, update the capacity provider.");
        // The rule is the API reference's.
        if (name.StartsWith("aws", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ecs", StringComparison.OrdinalIgnoreCase) || name.StartsWith("fargate", StringComparison.OrdinalIgnoreCase))
            throw EcsErrors.InvalidParameter("The specified capacity provider name is invalid. It may not begin with aws, ecs or fargate.");
        if (request.Object("autoScalingGroupProvider")?.Text("autoScalingGroupArn") is null)
            throw EcsErrors.Unsupported("capacity providers without an Auto Scaling group");
        var definition = request.DeepClone().AsObject();
        definition.Remove("name");
        var created = new CapacityProvider(name, arns.CapacityProvider(name), definition);
        state.CapacityProviders.Add(created);
        return new() { ["capacityProvider"] = View(created) };
    }

    /// <summary>The group's settings, changed by those in the request.</summary>
    private JsonObject Update(JsonObject request)
    {
        var name = EcsArns.NameOf(request.RequiredText("name"));
        var found = state.CapacityProviders.Find(known => known.Name == name) ?? throw NotFound();
        var group = found.Definition["autoScalingGroupProvider"]!.AsObject();
        foreach (var (member, value) in request.Object("autoScalingGroupProvider") ?? throw EcsErrors.InvalidParameter("autoScalingGroupProvider can not be empty."))
            group[member] = value?.DeepClone();
        return new() { ["capacityProvider"] = View(found) };
    }

    private JsonObject Describe(JsonObject request)
    {
        CapacityProvider[] all = [Own(CapacityShare.Fargate), Own(CapacityShare.Spot), .. state.CapacityProviders];
        var wanted = request.Texts("capacityProviders").Select(EcsArns.NameOf).ToList();
        var found = all.Where(known => wanted.Count == 0 || wanted.Contains(known.Name)).ToList();
        var missing = wanted.Where(name => found.TrueForAll(known => known.Name != name));
        var answer = Page.Of(request, "capacityProviders", [.. found.Select(provider => Page.Described(request, View(provider)))]);
        answer["failures"] = new JsonArray([.. missing.Select(name => new JsonObject { ["arn"] = arns.CapacityProvider(name), ["reason"] = "MISSING" })]);
        return answer;
    }

    private JsonObject Delete(JsonObject request)
    {
        var name = EcsArns.NameOf(request.RequiredText("capacityProvider"));
        var found = state.CapacityProviders.Find(known => known.Name == name) ?? throw NotFound();
        if (state.Clusters.Exists(cluster => cluster.Definition.Texts("capacityProviders").Select(EcsArns.NameOf).Contains(name)))
            throw EcsErrors.Client("The capacity provider cannot be deleted because it is associated with cluster.");
        state.CapacityProviders.Remove(found);
        var view = View(found);
        view["status"] = "INACTIVE";
        return new() { ["capacityProvider"] = view };
    }

    private JsonObject Put(JsonObject request)
    {
        var cluster = state.Cluster(ClusterOperations.NameIn(state, request))!;
        Check(state, request);
        var kept = request.Texts("capacityProviders").Select(EcsArns.NameOf).ToHashSet();
        if (state.Services.Exists(service => service.Cluster == cluster.Name && service.Status == ServiceStatus.Active && service.Deployments.Exists(known => known.Launch.Strategy.Any(share => !kept.Contains(share.Provider)))))
            throw new AwsErrorException("ResourceInUseException", "The specified capacity provider is in use and cannot be removed.");
        cluster.Definition["capacityProviders"] = request["capacityProviders"]?.DeepClone() ?? new JsonArray();
        cluster.Definition["defaultCapacityProviderStrategy"] = request["defaultCapacityProviderStrategy"]?.DeepClone() ?? new JsonArray();
        return new() { ["cluster"] = clusters.View(cluster) };
    }

    private static AwsErrorException NotFound() => EcsErrors.InvalidParameter("The specified capacity provider does not exist. Specify a valid name or ARN and try again.");

    private CapacityProvider Own(string name) => new(name, arns.CapacityProvider(name), []);

    private static JsonObject View(CapacityProvider provider)
    {
        var view = provider.Definition.DeepClone().AsObject();
        view["capacityProviderArn"] = provider.Arn;
        view["name"] = provider.Name;
        view["status"] = "ACTIVE";
        view["tags"] ??= new JsonArray();
        return view;
    }
}
