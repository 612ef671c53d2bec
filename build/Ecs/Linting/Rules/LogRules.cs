namespace Slipway.Ecs.Linting.Rules;

/// <summary>Log drivers and their options.</summary>
internal static class LogRules
{
    public static readonly Check[] All =
    [
        Check.Error("ECS120", "awslogs without group or region", "Add the option to 'logConfiguration.options'.", Documents.Registration, Check.Each(container => Required(container, "awslogs-group", "awslogs-region"))),
        Check.Error("ECS121", "awslogs without a stream prefix on Fargate", "Add 'awslogs-stream-prefix' to 'logConfiguration.options'.", Documents.Registration, Check.EachOnFargate(container => Required(container, "awslogs-stream-prefix"))),
        Check.Error("ECS122", "Two ways to tell where a log entry begins", "Keep 'awslogs-datetime-format' or 'awslogs-multiline-pattern'.", Documents.Api("LogConfiguration"), Check.Each(Multiline)),
    ];

    private static IEnumerable<Problem> Required(ContainerSubject container, params string[] options)
    {
        if (container.LogDriver != "awslogs") return [];
        var log = container.Value.Member("logConfiguration")!;
        var given = log.Member("options");
        return options.Where(option => given?.TextOf(option) is null or "").Select(option => new Problem(given ?? log, $"{container.Label} logs by 'awslogs' without '{option}'."));
    }

    private static IEnumerable<Problem> Multiline(ContainerSubject container)
    {
        if (container.Value.Member("logConfiguration")?.Member("options") is { } options && options.Member("awslogs-multiline-pattern") is { } at && options.Member("awslogs-datetime-format") is not null)
            yield return new(at, $"{container.Label} has 'awslogs-datetime-format' and 'awslogs-multiline-pattern'.");
    }
}
