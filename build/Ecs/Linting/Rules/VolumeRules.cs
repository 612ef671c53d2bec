using Slipway.Ecs.Sources;

namespace Slipway.Ecs.Linting.Rules;

/// <summary>Volumes, and where containers see them.</summary>
internal static class VolumeRules
{
    public static readonly Check[] All =
    [
        Check.Error("ECS130", "A mount of a volume that is not there", "Declare the volume in the task's 'volumes', or correct 'sourceVolume'.", Documents.Registration, Check.Each(Mounts)),
        Check.Error("ECS131", "EFS with IAM or an access point, and without encryption", "Set 'transitEncryption' to ENABLED.", Documents.Api("EFSVolumeConfiguration"), Encryption),
        Check.Error("ECS132", "An EFS access point and a root directory", "Leave 'rootDirectory' out, or make it '/': the access point has its own.", Documents.Api("EFSVolumeConfiguration"), RootDirectory),
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
