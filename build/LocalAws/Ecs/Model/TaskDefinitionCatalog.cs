using System.Globalization;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>Finds revisions by the names that requests use: <c>family</c> (its latest active), <c>family:revision</c>, or an ARN.</summary>
public sealed class TaskDefinitionCatalog(EcsState state)
{
    private readonly Dictionary<string, TaskBlueprint> _blueprints = [];

    /// <summary>Null when there is none.</summary>
    public RegisteredTaskDefinition? Find(string name)
    {
        var parts = EcsArns.NameOf(name).Split(':', 2);
        if (parts.Length == 1)
            return state.TaskDefinitions.FindLast(known => known.Family == parts[0] && known.DeregisteredAt is null);
        return int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? state.TaskDefinitions.Find(known => known.Family == parts[0] && known.Revision == revision)
            : null;
    }

    /// <summary>The revision of that name, for tasks to be started from.</summary>
    /// <exception cref="AwsErrorException">There is none, or it is inactive.</exception>
    public RegisteredTaskDefinition Active(string name)
    {
        var found = Find(name) ?? throw EcsErrors.TaskDefinitionNotFound();
        return found.DeregisteredAt is null ? found : throw EcsErrors.TaskDefinitionInactive();
    }

    /// <summary>What the scheduler has to know of a revision that is registered.</summary>
    public TaskBlueprint Blueprint(string arn)
    {
        if (!_blueprints.TryGetValue(arn, out var blueprint))
        {
            var registered = Find(arn) ?? throw new InvalidOperationException($"Task definition {arn} is in use and not registered.");
            blueprint = TaskBlueprint.Of(registered);
            _blueprints.Add(arn, blueprint);
        }

        return blueprint;
    }
}
