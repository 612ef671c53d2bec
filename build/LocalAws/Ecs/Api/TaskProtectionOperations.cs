using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>
/// GetTaskProtection and UpdateTaskProtection: a protected task of a service is not stopped to have fewer, nor by a deployment, until its protection ends.
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection.html
/// </summary>
public sealed class TaskProtectionOperations(EcsState state, EcsArns arns, TimeProvider time) : IOperations
{
    private const int MostAtOnce = 10;
    private const int UsualMinutes = 120;
    private const int MostMinutes = 2880;

    public IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> Operations => new Dictionary<string, Func<JsonObject, JsonObject>>
    {
        ["GetTaskProtection"] = request => Answer(request, isOptional: true, _ => { }),
        ["UpdateTaskProtection"] = Update,
    };

    private JsonObject Update(JsonObject request)
    {
        var isProtected = request.Flag("protectionEnabled") ?? throw EcsErrors.InvalidParameter("protectionEnabled can not be empty.");
        var minutes = request.Number("expiresInMinutes") ?? UsualMinutes;
        if (minutes is < 1 or > MostMinutes)
            throw EcsErrors.InvalidParameter($"expiresInMinutes must be between 1 and {MostMinutes}.");
        return Answer(request, isOptional: false, task => task.ProtectedUntil = isProtected ? time.GetUtcNow().AddMinutes(minutes) : null);
    }

    private JsonObject Answer(JsonObject request, bool isOptional, Action<EcsTask> change)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        var ids = request.Texts("tasks");
        if ((ids.Count == 0 && !isOptional) || ids.Count > MostAtOnce)
            throw EcsErrors.InvalidParameter(ids.Count == 0 ? "Tasks cannot be empty." : $"Tasks cannot be more than {MostAtOnce}.");
        var (found, failures) = (new JsonArray(), new JsonArray());
        var meant = ids.Count > 0 ? ids.Select(EcsArns.NameOf) : state.Tasks.Where(task => task.Cluster == cluster && task is { Service: not null, IsStopped: false }).Select(task => task.Id).ToList();
        foreach (var id in meant)
        {
            var task = state.Task(id) is { } known && known.Cluster == cluster ? known : null;
            if (task is { Service: not null, StopRequested: false })
            {
                change(task);
                found.Add(View(task));
            }
            else
            {
                failures.Add(new JsonObject { ["arn"] = arns.Task(cluster, id), ["reason"] = task is null ? "MISSING" : "TASK_NOT_VALID" });
            }
        }

        return new() { ["protectedTasks"] = found, ["failures"] = failures };
    }

    private JsonObject View(EcsTask task)
    {
        var isProtected = task.IsProtected(time.GetUtcNow());
        var view = new JsonObject { ["taskArn"] = task.Arn, ["protectionEnabled"] = isProtected };
        view.AddTime("expirationDate", isProtected ? task.ProtectedUntil : null);
        return view;
    }
}
