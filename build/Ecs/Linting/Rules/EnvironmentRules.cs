using Slipway.Ecs.Sources;

namespace Slipway.Ecs.Linting.Rules;

/// <summary>Variables: written down, from files, and from secrets.</summary>
internal static class EnvironmentRules
{
    private const int MostFiles = 10;

    public static readonly Check[] All =
    [
        Check.Error("ECS110", "Secrets without an execution role", "Set 'executionRoleArn' to a role that may read them; on EC2 as well.", Documents.ExecutionRole, Check.Each(SecretsRole)),
        Check.Error("ECS111", "One variable from two places", "Keep one of them.", Documents.Registration, Check.Each(Names)),
        Check.Error("ECS112", "An environment file that is not in S3", "Write the ARN of an object: arn:aws:s3:::bucket/path/name.env.", Documents.Api("EnvironmentFile"), Check.Each(FileArn)),
        Check.Error("ECS113", "More environment files than ECS takes", "Use 10 at most.", Documents.EnvironmentFiles, Check.Each(FileCount)),
        Check.Error("ECS114", "An environment file of another name", "Let the object's name end in '.env'.", Documents.EnvironmentFiles, Check.Each(FileName)),
        Check.Error("ECS115", "Environment files without an execution role", "Set 'executionRoleArn' to a role that has s3:GetObject on them and s3:GetBucketLocation on the bucket.", Documents.EnvironmentFiles, Check.Each(FilesRole)),
        // ECS registers both, as https://github.com/compose-x/ecs_composex/issues/82 shows, so this is no error.
        Check.Warning("ECS116", "A variable that is set twice", "Remove one of them: the container has the last.", Documents.Api("KeyValuePair"), Check.Each(Repeated)),
    ];

    private static IEnumerable<Problem> SecretsRole(ContainerSubject container)
    {
        if (!container.Task.HasExecutionRole && container.Value.Member("secrets") is { Items.Count: > 0 } at)
            yield return new(at, $"{container.Label} has secrets, and the task has no execution role to read them with.");
    }

    private static IEnumerable<Problem> Names(ContainerSubject container)
    {
        var seen = container.Value.ItemsOf("environment").Select(pair => pair.TextOf("name")).OfType<string>().Distinct().ToDictionary(name => name, _ => "'environment'");
        foreach (var at in container.Value.ItemsOf("secrets").Select(secret => secret.Member("name")).OfType<SourceValue>().Where(name => name.Scalar is not null))
        {
            if (seen.TryGetValue(at.Scalar!, out var before)) yield return new(at, $"{container.Label} has the variable '{at.Scalar}' from 'secrets', and from {before} as well.");
            else seen.Add(at.Scalar!, "another of its secrets");
        }
    }

    private static IEnumerable<Problem> Repeated(ContainerSubject container) =>
        from name in container.Value.ItemsOf("environment").Select(pair => pair.Member("name"))
        where name?.Scalar is not null
        group name by name.Scalar into same
        from second in same.Skip(1)
        select new Problem(second, $"{container.Label} sets the variable '{same.Key}' twice.");

    private static IEnumerable<(SourceValue At, string Arn)> Files(ContainerSubject container) =>
        from file in container.Value.ItemsOf("environmentFiles")
        let at = file.Member("value")
        where at?.Scalar is not null
        select (at, at.Scalar);

    private static IEnumerable<Problem> FileArn(ContainerSubject container) =>
        from file in Files(container)
        where !Patterns.S3Object().IsMatch(file.Arn)
        select new Problem(file.At, $"{container.Label} has the environment file '{file.Arn}', which is no ARN of an object in S3.");

    private static IEnumerable<Problem> FileCount(ContainerSubject container)
    {
        if (container.Value.Member("environmentFiles") is { Items.Count: > MostFiles } at) yield return new(at, $"{container.Label} has {at.Items.Count} environment files.");
    }

    private static IEnumerable<Problem> FileName(ContainerSubject container) =>
        from file in Files(container)
        where Patterns.S3Object().IsMatch(file.Arn) && !file.Arn.EndsWith(".env", StringComparison.Ordinal)
        select new Problem(file.At, $"{container.Label} has the environment file '{file.Arn}'.");

    private static IEnumerable<Problem> FilesRole(ContainerSubject container)
    {
        if (!container.Task.HasExecutionRole && container.Value.Member("environmentFiles") is { Items.Count: > 0 } at)
            yield return new(at, $"{container.Label} has environment files, and the task has no execution role to read them with.");
    }
}
