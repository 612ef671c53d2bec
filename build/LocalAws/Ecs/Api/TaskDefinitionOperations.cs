using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>RegisterTaskDefinition, DescribeTaskDefinition, ListTaskDefinitions, ListTaskDefinitionFamilies, DeregisterTaskDefinition.</summary>
internal sealed class TaskDefinitionOperations(EcsState state, TaskDefinitionCatalog catalog, FargateRules fargate, EcsArns arns, TimeProvider time) : IOperations
{
    public IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> Operations => new Dictionary<string, Func<JsonObject, JsonObject>>
    {
        ["RegisterTaskDefinition"] = Register,
        ["DescribeTaskDefinition"] = Describe,
        ["ListTaskDefinitions"] = List,
        ["ListTaskDefinitionFamilies"] = ListFamilies,
        ["DeregisterTaskDefinition"] = Deregister,
    };

    private JsonObject Register(JsonObject request)
    {
        var registration = RegistrationRules.Check(request, fargate);
        var tags = registration["tags"] as JsonArray;
        registration.Remove("tags");
        var family = registration.RequiredText("family");
        var revision = 1 + state.TaskDefinitions.Where(known => known.Family == family).Select(known => known.Revision).DefaultIfEmpty(0).Max();
        var registered = new RegisteredTaskDefinition
        {
            Family = family,
            Revision = revision,
            Arn = arns.TaskDefinition(family, revision),
            Registration = registration,
            Tags = tags,
            Compatibilities = Compatibilities(new(registration)),
            RegisteredAt = time.GetUtcNow(),
        };
        // What the scheduler cannot read is refused now, not when the first task starts.
        TaskBlueprint.Of(registered);
        state.TaskDefinitions.Add(registered);
        return WithTags(registered);
    }

    /// <summary>https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html</summary>
    private List<string> Compatibilities(TaskDefinitionDocument document)
    {
        List<string> found = document.NetworkMode == "awsvpc" ? [] : [Launch.OnExternal];
        if (document.Root["ephemeralStorage"] is null)
            found.Add(Launch.OnEc2);
        if (fargate.WhyNot(document) is null)
            found.Add(Launch.OnFargate);
        return found;
    }

    private JsonObject Describe(JsonObject request)
    {
        var found = catalog.Find(request.RequiredText("taskDefinition")) ?? throw EcsErrors.CannotDescribeTaskDefinition();
        return Page.Includes(request, "TAGS") ? WithTags(found) : new() { ["taskDefinition"] = TaskDefinitionView.Of(found) };
    }

    private JsonObject List(JsonObject request)
    {
        var family = request.Text("familyPrefix");
        var status = request.Text("status") ?? "ACTIVE";
        var found = state.TaskDefinitions
            .Where(known => known.Status == status && (family is null || known.Family == family))
            .OrderBy(known => known.Family, StringComparer.Ordinal).ThenBy(known => known.Revision)
            .Select(known => known.Arn).ToList();
        if (request.Text("sort") == "DESC")
            found.Reverse();
        return Page.Of(request, "taskDefinitionArns", [.. found]);
    }

    /// <summary>A family is active as long as one of its revisions is.</summary>
    private JsonObject ListFamilies(JsonObject request)
    {
        var (prefix, status) = (request.Text("familyPrefix") ?? "", request.Text("status") ?? "ACTIVE");
        var found = state.TaskDefinitions.GroupBy(known => known.Family)
            .Where(family => family.Key.StartsWith(prefix, StringComparison.Ordinal) && status switch
            {
                "ACTIVE" => family.Any(known => known.DeregisteredAt is null),
                "INACTIVE" => family.All(known => known.DeregisteredAt is not null),
                "ALL" => true,
                _ => throw EcsErrors.InvalidParameter($"status '{status}' is not one of ACTIVE, INACTIVE and ALL."),
            })
            .Select(family => family.Key).Order(StringComparer.Ordinal);
        return Page.Of(request, "families", [.. found]);
    }

    private JsonObject Deregister(JsonObject request)
    {
        var name = request.RequiredText("taskDefinition");
        if (!EcsArns.NameOf(name).Contains(':'))
            throw EcsErrors.InvalidParameter("Revision is missing.");
        var found = catalog.Find(name) ?? throw EcsErrors.CannotDescribeTaskDefinition();
        found.DeregisteredAt ??= time.GetUtcNow();
        return new() { ["taskDefinition"] = TaskDefinitionView.Of(found) };
    }

    private static JsonObject WithTags(RegisteredTaskDefinition registered) =>
        new() { ["taskDefinition"] = TaskDefinitionView.Of(registered), ["tags"] = registered.Tags?.DeepClone() ?? new JsonArray() };
}
