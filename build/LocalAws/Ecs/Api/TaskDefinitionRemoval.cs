using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>DeleteTaskDefinitions: a deregistered revision stays readable as DELETE_IN_PROGRESS, so that its number is not given again.</summary>
public sealed class TaskDefinitionRemoval(TaskDefinitionCatalog catalog, EcsArns arns, TimeProvider time) : IOperations
{
    private const int MostAtOnce = 10;

    public IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> Operations =>
        new Dictionary<string, Func<JsonObject, JsonObject>> { ["DeleteTaskDefinitions"] = Delete };

    private JsonObject Delete(JsonObject request)
    {
        var names = request.Texts("taskDefinitions");
        if (names.Count is 0 or > MostAtOnce)
            throw EcsErrors.InvalidParameter($"From 1 to {MostAtOnce} task definitions can be deleted at once.");
        if (names.FirstOrDefault(name => !EcsArns.NameOf(name).Contains(':')) is not null)
            throw EcsErrors.InvalidParameter("Revision is missing.");
        var (deleted, failures) = (new JsonArray(), new JsonArray());
        foreach (var name in names)
        {
            if (catalog.Find(name) is not { } found)
                failures.Add(Failure(Arn(name), "MISSING", "The specified task definition does not exist."));
            else if (found.DeregisteredAt is null)
                failures.Add(Failure(found.Arn, "InvalidParameter", "The specified task definition is still in ACTIVE status. Please deregister the target and try again."));
            else
                deleted.Add(Delete(found));
        }

        return new() { ["taskDefinitions"] = deleted, ["failures"] = failures };
    }

    private JsonObject Delete(RegisteredTaskDefinition found)
    {
        found.DeleteRequestedAt ??= time.GetUtcNow();
        return TaskDefinitionView.Of(found);
    }

    private string Arn(string name) => EcsArns.NameOf(name).Split(':') is [var family, var revision] && int.TryParse(revision, out var number) ? arns.TaskDefinition(family, number) : name;

    private static JsonObject Failure(string arn, string reason, string detail) => new() { ["arn"] = arn, ["reason"] = reason, ["detail"] = detail };
}
