using System.Text.Json;
using Slipway.Ecs.Sources;

namespace Slipway.Ecs.Linting.Rules;

/// <summary>Volumes, and where containers see them.</summary>
internal static class VolumeRules
{
    private static readonly string[] Configurations =
        ["host", "dockerVolumeConfiguration", "efsVolumeConfiguration", "fsxWindowsFileServerVolumeConfiguration", "s3filesVolumeConfiguration"];

    public static readonly Check[] All =
    [
        Check.Error("ECS130", "A mount of a volume that is not there", "Declare the volume in the task's 'volumes', or correct 'sourceVolume'.", Documents.Registration, Check.Each(container => Mounts(container).Concat(Nameless(container)))),
        Check.Error("ECS131", "EFS with IAM or an access point, and without encryption", "Set 'transitEncryption' to ENABLED.", Documents.Api("EFSVolumeConfiguration"), Encryption),
        Check.Error("ECS132", "An EFS access point and a root directory", "Leave 'rootDirectory' out, or make it '/': the access point has its own.", Documents.Api("EFSVolumeConfiguration"), RootDirectory),
        Check.Error("ECS133", "A mount without a place in the container", "Set 'containerPath' to an absolute path.", Documents.Docker, Check.Each(Paths)),
        Check.Error("ECS134", "Two volumes of one name", "Give each volume a name of its own, or remove one.", Documents.Parameters, Names),
        Check.Error("ECS135", "A volume of two kinds", "Keep one of its configurations.", Documents.Registration, Kinds),
        Check.Error("ECS136", "Two volumes at one place", "Give each mount of the container a 'containerPath' of its own.", Documents.Docker, Check.Each(SamePath)),
    ];

    private static IEnumerable<Problem> Mounts(ContainerSubject container)
    {
        var names = container.Task.Root.ItemsOf("volumes").Select(volume => volume.TextOf("name")).OfType<string>().ToList();
        return from mount in container.Value.ItemsOf("mountPoints")
               let at = mount.Member("sourceVolume")
               let name = at?.Scalar
               where name is not null && !names.Contains(name)
               select new Problem(at, $"{container.Label} mounts the volume '{name}', which the task does not declare{(names.Count == 0 ? "." : $"; {NearestName.Phrase(name, names)}")}");
    }

    private static IEnumerable<Problem> Nameless(ContainerSubject container) =>
        from mount in container.Value.ItemsOf("mountPoints")
        where mount.Kind == JsonValueKind.Object && mount.Member("sourceVolume") is null
        select new Problem(mount, $"{container.Label} mounts no volume at '{mount.TextOf("containerPath")}': 'sourceVolume' is missing.");

    private static IEnumerable<Problem> Paths(ContainerSubject container) =>
        from mount in container.Value.ItemsOf("mountPoints")
        let path = mount.TextOf("containerPath")
        where mount.Kind == JsonValueKind.Object && string.IsNullOrWhiteSpace(path)
        select new Problem(mount.Member("containerPath") ?? mount, $"{container.Label} mounts the volume '{mount.TextOf("sourceVolume")}' without a path: its 'containerPath' is {(path is null ? "missing" : "empty")}.");

    private static IEnumerable<Problem> SamePath(ContainerSubject container) =>
        from path in container.Value.ItemsOf("mountPoints").Select(mount => mount.Member("containerPath"))
        where path?.Scalar is { Length: > 0 }
        group path by path.Scalar!.TrimEnd('/') into same
        from second in same.Skip(1)
        select new Problem(second, $"{container.Label} mounts a second volume at '{second.Scalar}'.");

    private static IEnumerable<Problem> Names(TaskSubject task) =>
        from name in task.Root.ItemsOf("volumes").Select(volume => volume.Member("name"))
        where name?.Scalar is not null
        group name by name.Scalar into same
        from second in same.Skip(1)
        select new Problem(second, $"There are two volumes called '{same.Key}'.");

    private static IEnumerable<Problem> Kinds(TaskSubject task) =>
        from volume in task.Root.ItemsOf("volumes")
        let given = Configurations.Where(kind => volume.Member(kind) is not null).ToList()
        where given.Count > 1
        select new Problem(volume.Member(given[1])!, $"Volume '{volume.TextOf("name")}' has '{string.Join("' and '", given)}'.");

    private static IEnumerable<(string? Name, SourceValue Efs, SourceValue? AccessPoint, bool Iam)> Efs(TaskSubject task) =>
        from volume in task.Root.ItemsOf("volumes")
        let efs = volume.Member("efsVolumeConfiguration")
        where efs is not null
        let authorization = efs.Member("authorizationConfig")
        select (volume.TextOf("name"), efs, authorization?.Member("accessPointId"), authorization?.TextOf("iam") == "ENABLED");

    private static IEnumerable<Problem> Encryption(TaskSubject task) =>
        from volume in Efs(task)
        where (volume.Iam || volume.AccessPoint is not null) && volume.Efs.TextOf("transitEncryption") != "ENABLED"
        select new Problem(volume.Efs, $"Volume '{volume.Name}' has {(volume.Iam ? "IAM authorization" : "an access point")}, and 'transitEncryption' is {volume.Efs.TextOf("transitEncryption") ?? "missing"}.");

    private static IEnumerable<Problem> RootDirectory(TaskSubject task) =>
        from volume in Efs(task)
        where volume.AccessPoint is not null && volume.Efs.TextOf("rootDirectory") is not (null or "" or "/")
        select new Problem(volume.Efs.Member("rootDirectory")!, $"Volume '{volume.Name}' has an access point and the root directory '{volume.Efs.TextOf("rootDirectory")}'.");
}
