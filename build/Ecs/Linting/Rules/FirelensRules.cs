using Slipway.Ecs.Sources;

namespace Slipway.Ecs.Linting.Rules;

/// <summary>FireLens: a container that routes the logs of the others. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-taskdef.html</summary>
internal static class FirelensRules
{
    private const string Driver = "awsfirelens";
    private const string FileType = "config-file-type";
    private const string FileValue = "config-file-value";

    public static readonly Check[] All =
    [
        Check.Error("ECS140", "awsfirelens without a log router", "Give one container a 'firelensConfiguration', or use another log driver.", Documents.Registration, Check.Each(NoRouter)),
        Check.Error("ECS141", "A log router that no container uses", "Set 'logDriver' of a container to awsfirelens, or remove 'firelensConfiguration': Fluent Bit runs without it, too.", Documents.Registration, Unused),
        // The agent gives the socket and the port that all containers write to to every router, and reads the configuration of the first:
        // https://github.com/aws/amazon-ecs-agent/blob/master/agent/api/task/task_linux.go
        Check.Error("ECS142", "Two log routers", "Keep one 'firelensConfiguration'; a router can have several outputs.", Documents.Firelens, Second),
        Check.Error("ECS143", "A router's configuration in S3, on Fargate", "Put the file into the router's image, and set 'config-file-type' to file.", Documents.Firelens, Check.EachOnFargate(InS3)),
        Check.Error("ECS144", "A router's configuration that is not found", "Write 'config-file-type' s3 with the ARN of an object (arn:aws:s3:::bucket/file.conf), or file with a path in the image.", Documents.Firelens, Check.Each(Configuration)),
    ];

    private static IEnumerable<(ContainerSubject Container, SourceValue At)> Routers(TaskSubject task) =>
        from container in task.Containers
        let at = container.Value.Member("firelensConfiguration")
        where at is not null
        select (container, at);

    private static IEnumerable<Problem> NoRouter(ContainerSubject container)
    {
        if (container.LogDriver == Driver && !Routers(container.Task).Any())
            yield return new(container.Value.Member("logConfiguration")!.Member("logDriver")!, $"{container.Label} logs by '{Driver}', and no container has a 'firelensConfiguration'.");
    }

    private static IEnumerable<Problem> Unused(TaskSubject task) => task.Containers.Any(container => container.LogDriver == Driver)
        ? []
        : Routers(task).Select(router => new Problem(router.At, $"{router.Container.Label} routes logs, and no container has the log driver '{Driver}'."));

    private static IEnumerable<Problem> Second(TaskSubject task) =>
        Routers(task).Skip(1).Select(router => new Problem(router.At, $"{router.Container.Label} routes logs, and so does container '{Routers(task).First().Container.Name}': both would listen on one socket."));

    private static SourceValue? Options(ContainerSubject container) => container.Value.Member("firelensConfiguration")?.Member("options");

    private static IEnumerable<Problem> InS3(ContainerSubject container)
    {
        if (Options(container)?.Member(FileType) is { Scalar: "s3" } at) yield return new(at, $"{container.Label} takes its configuration from S3, which Fargate does not.");
    }

    private static IEnumerable<Problem> Configuration(ContainerSubject container)
    {
        if (Options(container) is not { } options) yield break;
        var (type, value) = (options.Member(FileType), options.Member(FileValue));
        if (type is { Scalar: { } text and not ("s3" or "file") })
            yield return new(type, $"{container.Label} has '{FileType}' '{text}', which is neither s3 nor file.");
        else if ((type is null) != (value is null))
            yield return new(options, $"{container.Label} has '{(type is null ? FileValue : FileType)}' without '{(type is null ? FileType : FileValue)}'.");
        else if (type?.Scalar == "s3" && !container.Task.OnFargate && value is { Scalar: { } arn } && !Patterns.S3Object().IsMatch(arn))
            yield return new(value, $"{container.Label} has the configuration '{arn}', which is no ARN of an object in S3.");
    }
}
