using FsCheck;
using FsCheck.Fluent;

namespace Slipway.Ecs.Tests.Linting;

/// <summary>Generates texts of JSON out of what task definitions are made of, and of what they are not.</summary>
internal static class AnyJson
{
    private static readonly string[] Names =
    [
        "family", "containerDefinitions", "name", "image", "networkMode", "requiresCompatibilities", "cpu", "memory", "memoryReservation", "portMappings", "containerPort",
        "hostPort", "protocol", "containerPortRange", "dependsOn", "containerName", "condition", "healthCheck", "command", "interval", "logConfiguration", "logDriver", "options",
        "awslogs-group", "environment", "environmentFiles", "value", "type", "secrets", "volumes", "efsVolumeConfiguration", "authorizationConfig", "iam", "host", "sourcePath",
        "mountPoints", "sourceVolume", "linuxParameters", "capabilities", "add", "devices", "tags", "key", "links", "taskDefinition", "status", "restartPolicy", "ignoredExitCodes",
        "ephemeralStorage", "sizeInGiB", "placementConstraints", "familly", "x", "", "a.b['c']", "größe", @"\u0041\n",
    ];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "-1", "80", "1.0", "1e2", "-0.0", "1E400", "65536.5", "123456789012345678901234567890", @"""""", @"""80""", @"""1e999""", @"""true""",
        @"""FARGATE""", @"""EXTERNAL""", @"""awsvpc""", @"""none""", @"""bridge""", @"""app""", @"""web""", @"""HEALTHY""", @"""SUCCESS""", @"""awslogs""", @"""s3""", @"""9-""",
        @"""99999-1""", @"""arn:aws:s3:::shop/a.env""", @"""111122223333.dkr.ecr.eu-west-2.amazonaws.com/a""", @"""aws:x""", @"""CMD""", @"""<APP>""", @"""\u0041\t\/""", @"""😀""", @"""ENABLED""", @"""1 GB""",
    ];

    private static readonly string[] Spaces = ["", " ", "\n", "\r\n  ", "\t"];

    /// <param name="distinctNames">Whether the members of an object have names of their own.</param>
    public static Gen<string> Value(bool distinctNames) => Gen.Sized(size => Value(Math.Min(size, 6), distinctNames));

    public static Gen<string> Object(bool distinctNames) => Gen.Sized(size => Object(Math.Min(size, 6), distinctNames));

    private static Gen<string> Value(int depth, bool distinctNames) => depth == 0
        ? Gen.Elements(Scalars)
        : Gen.Frequency((3, Gen.Elements(Scalars)), (2, Object(depth, distinctNames)), (2, List(depth, distinctNames)));

    private static Gen<string> List(int depth, bool distinctNames) =>
        from space in Gen.Elements(Spaces)
        from count in Gen.Choose(0, 3)
        from items in Value(depth - 1, distinctNames).ArrayOf(count)
        select $"[{space}{string.Join($"{space},", items)}]";

    private static Gen<string> Object(int depth, bool distinctNames) =>
        from space in Gen.Elements(Spaces)
        from count in Gen.Choose(0, 6)
        from names in Gen.Elements(Names).ArrayOf(count)
        from values in Value(Math.Max(0, depth - 1), distinctNames).ArrayOf(count)
        let members = names.Zip(values)
        let kept = distinctNames ? members.DistinctBy(member => member.First) : members
        select $"{{{space}{string.Join($",{space}", kept.Select(member => $"\"{member.First}\":{space}{member.Second}"))}}}";
}
