using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Linting.Rules;

/// <summary>What holds for a task definition as a whole, wherever its tasks run.</summary>
internal static class TaskRules
{
    private const int MostContainers = 10;
    private const int MostPlacementConstraints = 10;
    private const int MostTags = 50;
    private const int LeastCpu = 128;
    private const int MostCpu = 196608;

    private static readonly string[] RoleMembers = ["executionRoleArn", "taskRoleArn"];

    public static readonly Check[] All =
    [
        Check.Error("ECS010", "A task definition that is too large", "Move environment variables to an environment file, or leave out what nothing uses.", Documents.Quotas, Size),
        Check.Error("ECS011", "A family that ECS does not take", "Use 1 to 255 letters, digits, hyphens and underscores.", Documents.Api("RegisterTaskDefinition"), Family),
        Check.Error("ECS012", "No container, or more than ten", "Describe 1 to 10 containers; put others into a task definition of their own.", Documents.Quotas, Containers),
        Check.Error("ECS013", "No essential container", "Make the container that does the work essential, or leave 'essential' out of it.", Documents.Parameters, Essential),
        Check.Error("ECS014", "Two containers of one name", "Give each container a name of its own.", Documents.Registration, Names),
        Check.Error("ECS015", "More placement constraints than ECS takes", "Join them into fewer expressions.", Documents.Api("RegisterTaskDefinition"), PlacementConstraints),
        Check.Error("ECS016", "More tags than ECS takes", $"Keep {MostTags - OwnTags.Count} tags at most.", Documents.Api("RegisterTaskDefinition"), Tags),
        Check.Error("ECS017", "A tag whose name belongs to AWS", "Give the tag a name that does not begin with 'aws:'.", Documents.Api("Tag"), TagNames),
        Check.Error("ECS018", "awsvpc on an external instance", "Use network mode bridge, host or none, or take EXTERNAL out of 'requiresCompatibilities'.", Documents.Parameters, External),
        Check.Error("ECS019", "A task size that is no size", "Write cpu as units (\"256\") or \".25 vCPU\", memory as MiB (\"512\") or \".5 GB\".", Documents.Parameters, Sizes),
        Check.Error("ECS020", "A launch type that the task definition does not allow", "Add it to 'requiresCompatibilities', or correct the launch type of the deployment.", Documents.Parameters, LaunchType),
        Check.Error("ECS021", "A role that is not valid", "Write arn:aws:iam::ACCOUNT:role/NAME with the account's 12 digits.", Documents.Registration, Roles),
        Check.Error("ECS022", "A tag that is set twice", "Remove one of them.", Documents.Api("RegisterTaskDefinition"), RepeatedTags),
        Check.Warning("ECS023", "A role that looks like a placeholder", "Write the role's own name.", Documents.Registration, RolesOfExamples),
    ];

    private static IEnumerable<Problem> Size(TaskSubject task)
    {
        if (task.Size > DocumentSize.Largest) yield return new(task.Root, $"The task definition has {task.Size} bytes; ECS takes {DocumentSize.Largest}.");
    }

    private static IEnumerable<Problem> Family(TaskSubject task)
    {
        if (task.Root.Member("family") is { Scalar: { } family } at && !Patterns.Name().IsMatch(family)) yield return new(at, $"The family '{family}' has characters that ECS does not take, or a wrong length.");
    }

    private static IEnumerable<Problem> Containers(TaskSubject task)
    {
        if (task.Root.Member("containerDefinitions") is { Kind: System.Text.Json.JsonValueKind.Array } list && list.Items.Count is 0 or > MostContainers)
            yield return new(list, $"There are {list.Items.Count} container definitions.");
    }

    private static IEnumerable<Problem> Essential(TaskSubject task)
    {
        if (task.Containers.Count > 0 && !task.Containers.Any(container => container.Essential))
            yield return new(task.Root.Member("containerDefinitions")!, $"None of the {task.Containers.Count} containers is essential, and a task needs one.");
    }

    private static IEnumerable<Problem> Names(TaskSubject task) =>
        from container in task.Containers
        where container.Name is not null
        group container by container.Name into same
        from second in same.Skip(1)
        select new Problem(second.Value.Member("name")!, $"There are two containers called '{same.Key}'.");

    private static IEnumerable<Problem> PlacementConstraints(TaskSubject task)
    {
        if (task.Root.ItemsOf("placementConstraints").Count is > MostPlacementConstraints and var count)
            yield return new(task.Root.Member("placementConstraints")!, $"There are {count} placement constraints; ECS takes {MostPlacementConstraints}.");
    }

    private static IEnumerable<Problem> Tags(TaskSubject task)
    {
        if (task.Root.ItemsOf("tags").Count is > MostTags - OwnTags.Count and var count)
            yield return new(task.Root.Member("tags")!, $"There are {count} tags, and Slipway adds {OwnTags.Count}; ECS takes {MostTags}.");
    }

    private static IEnumerable<Problem> TagNames(TaskSubject task) =>
        from tag in task.Root.ItemsOf("tags")
        let key = tag.Member("key")
        where key?.Scalar?.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) == true
        select new Problem(key, $"The tag '{key.Scalar}' begins with 'aws:'.");

    private static IEnumerable<Problem> RepeatedTags(TaskSubject task) =>
        from key in task.Root.ItemsOf("tags").Select(tag => tag.Member("key"))
        where key?.Scalar is not null
        group key by key.Scalar into same
        from second in same.Skip(1)
        select new Problem(second, $"The tag '{same.Key}' is set twice.");

    private static IEnumerable<Problem> Roles(TaskSubject task) =>
        from name in RoleMembers
        let at = task.Root.Member(name)
        where at?.Scalar is { Length: > 0 }
        let problem = RoleReference.Problem(at.Scalar!)
        where problem is not null
        select new Problem(at, $"'{name}' is '{at.Scalar}', {problem}.");

    private static IEnumerable<Problem> RolesOfExamples(TaskSubject task) =>
        from name in RoleMembers
        let at = task.Root.Member(name)
        where at?.Scalar is { Length: > 0 } role && RoleReference.Problem(role) is null && RoleReference.IsPlaceholder(role)
        select new Problem(at, $"'{name}' is '{at.Scalar}', which looks like a placeholder.");

    private static IEnumerable<Problem> External(TaskSubject task)
    {
        if (task is { OnExternal: true, NetworkMode: "awsvpc" }) yield return new(task.Root.Member("networkMode")!, "Network mode 'awsvpc' does not exist on external instances.");
    }

    private static IEnumerable<Problem> Sizes(TaskSubject task)
    {
        if (task.Root.Member("cpu") is { Scalar: { } cpu } cpuAt)
        {
            if (task.Cpu is not { } units) yield return new(cpuAt, $"cpu '{cpu}' is no number of CPU units or vCPU.");
            else if (!task.OnFargate && units is < LeastCpu or > MostCpu) yield return new(cpuAt, $"cpu {units} is outside of {LeastCpu} to {MostCpu} CPU units.");
        }

        if (task.Root.Member("memory") is { Scalar: { } memory } memoryAt && task.Memory is null) yield return new(memoryAt, $"memory '{memory}' is no number of MiB or GB.");
    }

    private static IEnumerable<Problem> LaunchType(TaskSubject task)
    {
        if (task.LaunchType is { } launchType && task.Compatibilities.Count > 0 && !task.Compatibilities.Contains(launchType))
            yield return new(task.Root.Member("requiresCompatibilities")!, $"The deployment launches tasks on {launchType}, and 'requiresCompatibilities' has {string.Join(", ", task.Compatibilities)}.");
    }
}
