using Slipway.Ecs.Images;

namespace Slipway.Ecs.Linting.Rules;

/// <summary>Names, images, sizes and restarts of containers.</summary>
internal static class ContainerRules
{
    private const int LeastMemory = 6;
    private const int ShortestRestart = 60;
    private const int LongestRestart = 1800;
    private const int MostExitCodes = 50;

    private static readonly string[] MemoryMembers = ["memory", "memoryReservation"];

    public static readonly Check[] All =
    [
        Check.Error("ECS050", "A container name that ECS does not take", "Use 1 to 255 letters, digits, hyphens and underscores.", Documents.Api("ContainerDefinition"), Check.Each(Name)),
        Check.Error("ECS051", "An image that is no reference", "Write repository:tag or repository@digest, or a placeholder such as <IMAGE1_NAME>.", Documents.Api("ContainerDefinition"), Check.Each(Image)),
        Check.Error("ECS052", "A container without memory", "Give the container 'memory' or 'memoryReservation', or the task 'memory'.", Documents.Registration, Check.Each(HasMemory)),
        Check.Error("ECS053", "A hard limit below the reservation", "Raise 'memory' above 'memoryReservation', or leave one of them out.", Documents.Api("ContainerDefinition"), Check.Each(HardBelowSoft)),
        Check.Warning("ECS054", "A reservation that is the hard limit", "Leave 'memoryReservation' out, or set it to what the container needs usually.", Documents.Parameters, Check.Each(HardIsSoft)),
        Check.Error("ECS055", "More memory than the task has", "Lower the container's 'memory', or raise the task's.", Documents.Registration, Check.Each(MemoryOfTask)),
        Check.Error("ECS056", "Reservations that the task cannot hold", "Lower the containers' 'memoryReservation', or raise the task's 'memory'.", Documents.Parameters, Reservations),
        Check.Error("ECS057", "More cpu than the task has", "Lower the containers' 'cpu', or raise the task's.", Documents.Registration, CpuOfTask),
        Check.Warning("ECS058", "Less memory than Docker gives", "Use 6 MiB or more.", Documents.Api("ContainerDefinition"), Check.Each(LittleMemory)),
        Check.Error("ECS059", "A restart period outside of ECS's limits", "Use 60 to 1800 seconds.", Documents.Api("ContainerRestartPolicy"), Check.Each(RestartPeriod)),
        Check.Error("ECS060", "More ignored exit codes than ECS takes", "Name 50 at most.", Documents.Api("ContainerRestartPolicy"), Check.Each(ExitCodes)),
        Check.Error("ECS061", "A soft limit above the hard one", "Lower 'softLimit', or raise 'hardLimit'; -1 is no limit.", Documents.Registration, Check.Each(Ulimits)),
    ];

    private static IEnumerable<Problem> Name(ContainerSubject container)
    {
        if (container.Value.Member("name") is { Scalar: { } name } at && !Patterns.Name().IsMatch(name)) yield return new(at, $"The name '{name}' has characters that ECS does not take, or a wrong length.");
    }

    private static IEnumerable<Problem> Image(ContainerSubject container)
    {
        if (container.Value.Member("image") is { Scalar: { } image } at && ImageSpelling.Problem(image) is { } problem)
            yield return new(at, $"{container.Label} has the image '{image}', {problem}.");
    }

    private static IEnumerable<Problem> HasMemory(ContainerSubject container)
    {
        if (container.Value.Kind == System.Text.Json.JsonValueKind.Object && container.Task.Root.Member("memory") is null && container.Value.Member("memory") is null && container.Value.Member("memoryReservation") is null)
            yield return new(container.Value, $"{container.Label} has neither 'memory' nor 'memoryReservation', and the task has no 'memory'.");
    }

    private static IEnumerable<Problem> HardBelowSoft(ContainerSubject container)
    {
        if (container.Value.Member("memory") is { Number: { } hard } at && container.Value.NumberOf("memoryReservation") is { } soft && hard < soft)
            yield return new(at, $"{container.Label} may use {hard} MiB at most and reserves {soft}.");
    }

    private static IEnumerable<Problem> HardIsSoft(ContainerSubject container)
    {
        if (container.Value.Member("memoryReservation") is { Number: { } soft } at && container.Value.NumberOf("memory") == soft)
            yield return new(at, $"{container.Label} reserves {soft} MiB, which is also its hard limit.");
    }

    private static IEnumerable<Problem> MemoryOfTask(ContainerSubject container)
    {
        if (container.Value.Member("memory") is { Number: { } memory } at && memory > container.Task.Memory)
            yield return new(at, $"{container.Label} may use {memory} MiB, and the task has {container.Task.Memory}.");
    }

    private static IEnumerable<Problem> Reservations(TaskSubject task)
    {
        var sum = task.Containers.Sum(container => container.Value.NumberOf("memoryReservation") ?? 0);
        if (sum > task.Memory) yield return new(task.Root.Member("memory")!, $"The containers reserve {sum} MiB together, and the task has {task.Memory}.");
    }

    private static IEnumerable<Problem> CpuOfTask(TaskSubject task)
    {
        var sum = task.Containers.Sum(container => container.Value.NumberOf("cpu") ?? 0);
        if (sum > task.Cpu) yield return new(task.Root.Member("cpu")!, $"The containers have {sum} CPU units together, and the task has {task.Cpu}.");
    }

    private static IEnumerable<Problem> LittleMemory(ContainerSubject container) =>
        from name in MemoryMembers
        let at = container.Value.Member(name)
        where at?.Number < LeastMemory
        select new Problem(at, $"{container.Label} has {at.Scalar} MiB of '{name}'.");

    private static IEnumerable<Problem> RestartPeriod(ContainerSubject container)
    {
        if (container.Value.Member("restartPolicy")?.Member("restartAttemptPeriod") is { Number: < ShortestRestart or > LongestRestart } at)
            yield return new(at, $"{container.Label} must have run {at.Scalar} s before it is restarted.");
    }

    private static IEnumerable<Problem> ExitCodes(ContainerSubject container)
    {
        if (container.Value.Member("restartPolicy")?.Member("ignoredExitCodes") is { Items.Count: > MostExitCodes } at)
            yield return new(at, $"{container.Label} ignores {at.Items.Count} exit codes.");
    }

    private static IEnumerable<Problem> Ulimits(ContainerSubject container) =>
        from limit in container.Value.ItemsOf("ulimits")
        let at = limit.Member("softLimit")
        let hard = limit.NumberOf("hardLimit")
        where hard >= 0 && (at?.Number > hard || at?.Number < 0)
        select new Problem(at, $"{container.Label} has '{limit.TextOf("name")}' with the soft limit {at.Scalar} and the hard limit {hard}.");
}
