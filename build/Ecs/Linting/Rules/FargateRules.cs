using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Linting.Rules;

/// <summary>What Fargate demands of a task and its volumes.</summary>
internal static class FargateRules
{
    private const int LeastStorage = 21;
    private const int MostStorage = 200;
    private const int LeastCpuOfWindows = 1024;
    private const int MostCpuOfWindows = 4096;

    private static readonly string[] SizeMembers = ["cpu", "memory"];

    public static readonly Check[] All =
    [
        Fargate("ECS030", "Fargate without awsvpc", "Set 'networkMode' to 'awsvpc'.", NetworkMode),
        Fargate("ECS031", "Fargate without a task size", "Give the task both 'cpu' and 'memory', for example \"256\" and \"512\".", HasSize),
        Fargate("ECS032", "A task size that Fargate does not have", "Choose one of the sizes that the message names.", ValidSize),
        Fargate("ECS033", "Placement constraints on Fargate", "Remove 'placementConstraints'; the service's subnets say where its tasks run.", task => Forbidden(task, "placementConstraints")),
        Fargate("ECS034", "ipcMode on Fargate", "Remove 'ipcMode'.", task => Forbidden(task, "ipcMode")),
        Fargate("ECS035", "The host's processes on Fargate", "Use 'task', or remove 'pidMode'.", PidMode),
        Fargate("ECS036", "Ephemeral storage of a size that Fargate does not have", "Use 21 to 200 GiB, or leave it out: 20 GiB are there anyway.", EphemeralStorage),
        Fargate("ECS037", "A Docker volume on Fargate", "Use an empty volume, or 'efsVolumeConfiguration' for what is to be kept.", task => Volumes(task, "dockerVolumeConfiguration", null)),
        Fargate("ECS038", "A folder of the host on Fargate", "Use an empty volume, or 'efsVolumeConfiguration' for what is to be kept.", task => Volumes(task, "host", "sourcePath")),
        Fargate("ECS039", "A processor that Windows on Fargate does not have", "Use X86_64, or leave 'cpuArchitecture' out.", WindowsProcessor),
    ];

    private static Check Fargate(string id, string title, string remedy, Func<TaskSubject, IEnumerable<Problem>> find) =>
        Check.Error(id, title, remedy, Documents.Fargate, task => task.OnFargate ? find(task) : []);

    private static IEnumerable<Problem> NetworkMode(TaskSubject task)
    {
        if (task.Root.Member("networkMode") is not { } mode) yield return new(task.Root, "'networkMode' is missing, and Fargate knows 'awsvpc' only.");
        else if (mode.Scalar != "awsvpc") yield return new(mode, $"Network mode '{mode.Scalar}' does not exist on Fargate.");
    }

    private static IEnumerable<Problem> HasSize(TaskSubject task) =>
        SizeMembers.Where(name => task.Root.Member(name) is null).Select(name => new Problem(task.Root, $"'{name}' of the task is missing, and Fargate needs it."));

    private static IEnumerable<Problem> ValidSize(TaskSubject task)
    {
        if (task.Cpu is not { } cpu) yield break;
        if (OnWindows(task) && TaskSize.FargateCpu.Contains((int)cpu) && cpu is < LeastCpuOfWindows or > MostCpuOfWindows)
            yield return new(task.Root.Member("cpu")!, $"Windows on Fargate has no cpu of {cpu} units; it has {string.Join(", ", TaskSize.FargateCpu.Where(size => size is >= LeastCpuOfWindows and <= MostCpuOfWindows))}.");
        else if (TaskSize.FargateMemoryFor(cpu) is not { } sizes) yield return new(task.Root.Member("cpu")!, $"Fargate has no cpu of {cpu} units; it has {string.Join(", ", TaskSize.FargateCpu)}.");
        else if (task.Memory is { } memory && !sizes.Contains((int)memory))
            yield return new(task.Root.Member("memory")!, $"Fargate has no memory of {memory} MiB for cpu {cpu}; it has {Listed(sizes)}.");
    }

    private static bool OnWindows(TaskSubject task) => task.Root.Member("runtimePlatform")?.TextOf("operatingSystemFamily")?.StartsWith("WINDOWS", StringComparison.Ordinal) == true;

    private static IEnumerable<Problem> WindowsProcessor(TaskSubject task)
    {
        if (OnWindows(task) && task.Root.Member("runtimePlatform")?.Member("cpuArchitecture") is { Scalar: "ARM64" } at) yield return new(at, "Windows on Fargate runs on X86_64, and not on ARM64.");
    }

    private static IEnumerable<Problem> Forbidden(TaskSubject task, string name)
    {
        if (task.Root.Member(name) is { } at && (at.Scalar is not null || at.Items.Count > 0)) yield return new(at, $"Fargate does not take '{name}'.");
    }

    private static IEnumerable<Problem> PidMode(TaskSubject task)
    {
        if (task.Root.Member("pidMode") is { Scalar: not (null or "task") } at) yield return new(at, $"PID mode '{at.Scalar}' does not exist on Fargate.");
    }

    private static IEnumerable<Problem> EphemeralStorage(TaskSubject task)
    {
        if (task.Root.Member("ephemeralStorage")?.Member("sizeInGiB") is { Number: < LeastStorage or > MostStorage } at)
            yield return new(at, $"Ephemeral storage of {at.Scalar} GiB is outside of {LeastStorage} to {MostStorage}.");
    }

    private static IEnumerable<Problem> Volumes(TaskSubject task, string kind, string? member) =>
        from volume in task.Root.ItemsOf("volumes")
        let found = member is null ? volume.Member(kind) : volume.Member(kind)?.Member(member)
        where found is not null
        select new Problem(found, $"Volume '{volume.TextOf("name")}' has '{member ?? kind}', which Fargate does not take.");

    private static string Listed(IReadOnlyList<int> sizes) => sizes.Count <= 4 ? string.Join(", ", sizes) : $"{sizes[0]} to {sizes[^1]} in steps of {sizes[1] - sizes[0]}";
}
