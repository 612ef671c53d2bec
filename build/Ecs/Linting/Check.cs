namespace Slipway.Ecs.Linting;

/// <summary>A rule and the function that looks for it.</summary>
internal sealed record Check(LintRule Rule, Func<TaskSubject, IEnumerable<Problem>> Find)
{
    /// <summary>A rule of which ECS, or the deployed application, makes an error.</summary>
    public static Check Error(string id, string title, string remedy, string source, Func<TaskSubject, IEnumerable<Problem>> find) =>
        new(new(id, Severity.Error, title, remedy, source), find);

    public static Check Warning(string id, string title, string remedy, string source, Func<TaskSubject, IEnumerable<Problem>> find) =>
        new(new(id, Severity.Warning, title, remedy, source), find);

    /// <summary>A rule that checks one container at a time.</summary>
    public static Func<TaskSubject, IEnumerable<Problem>> Each(Func<ContainerSubject, IEnumerable<Problem>> find) =>
        task => task.Containers.SelectMany(find);

    /// <summary>The same for what only Fargate forbids or demands.</summary>
    public static Func<TaskSubject, IEnumerable<Problem>> EachOnFargate(Func<ContainerSubject, IEnumerable<Problem>> find) =>
        task => task.OnFargate ? task.Containers.SelectMany(find) : [];
}
