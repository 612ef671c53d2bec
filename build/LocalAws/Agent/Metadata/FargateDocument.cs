using System.Text.Json.Nodes;
using Slipway.LocalAws.Agent.Contract;

namespace Slipway.LocalAws.Agent.Metadata;

/// <summary>
/// What version 4 of a task's metadata has on Fargate alone: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate-response.html
/// </summary>
public static class FargateDocument
{
    private const long MiB = 1024 * 1024;
    private const int MiBInGiB = 1024;

    /// <summary>GiB, unless the task definition asks for more.</summary>
    private const int Storage = 20;

    /// <summary>MiB that an answer of Fargate has beyond those that were asked for: 20496 for 20 GiB.</summary>
    private const int Extra = 16;

    /// <param name="written">Bytes that the task's containers have written, each to its own file system.</param>
    public static void Add(JsonObject document, AgentTask task, long written, DateTimeOffset now)
    {
        var size = (int?)task.Definition.Root["ephemeralStorage"]?["sizeInGiB"] ?? Storage;
        document["EphemeralStorageMetrics"] = new JsonObject { ["Utilized"] = written / MiB, ["Reserved"] = (size * MiBInGiB) + Extra };
        // The clock is this machine's. Whether anything keeps it right is not known, nor how far off it is: ClockErrorBound is left out.
        var drift = new JsonObject();
        drift.AddTime("ReferenceTimestamp", now);
        drift["ClockSynchronizationStatus"] = "NOT_SYNCHRONIZED";
        document["ClockDrift"] = drift;
    }
}
