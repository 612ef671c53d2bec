using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Failures;

namespace Slipway.Pipeline.Deployment;

/// <summary>The repository's files that a deployment is made from.</summary>
/// <param name="variables">The environment of the process.</param>
public sealed class DeploymentFiles(Settings settings, PlaceholderValues placeholders, Paths paths, IReadOnlyDictionary<string, string> variables)
{
    /// <summary>Why somebody else rolls the service, from the artifacts, or null when it is done here.</summary>
    public string? LeftBecause { get; } = DeployStage.WhyElsewhere(settings, variables);

    /// <summary>Looks at them before anything runs.</summary>
    /// <exception cref="RunFailedException">With all that is wrong; exit code 2.</exception>
    /// <exception cref="TaskDefinitionException">The task definition is not one; the message has the place.</exception>
    public void Check()
    {
        var problems = Problems().ToList();
        if (problems.Count > 0) throw new RunFailedException(ExitCodes.Configuration, string.Join('\n', problems));
    }

    public TaskDefinitionDocument ReadTaskDefinition()
    {
        var file = settings.Deploy.TaskDefinition.Render(placeholders);
        return TaskDefinitionDocument.Parse(File.ReadAllText(paths.InRepository(file)), file);
    }

    /// <returns>The text of appspec.yaml, or null when the repository has none.</returns>
    public async Task<string?> ReadAppspecAsync(CancellationToken cancellation)
    {
        var file = paths.InRepository(settings.Deploy.Appspec);
        return File.Exists(file) ? await File.ReadAllTextAsync(file, cancellation) : null;
    }

    private IEnumerable<string> Problems()
    {
        var deploy = settings.Deploy;
        if (LeftBecause is null && deploy.Strategy is DeployStrategy.BlueGreen or DeployStrategy.EcsBlueGreen)
            yield return $"{settings.PlaceOf("deploy.strategy")}: this version of Slipway does not deploy by strategy '{(deploy.Strategy == DeployStrategy.BlueGreen ? "blue-green" : "ecs-blue-green")}'; it knows 'rolling' and 'artifacts-only'.";
        var file = deploy.TaskDefinition.Render(placeholders);
        if (!File.Exists(paths.InRepository(file)))
        {
            yield return $"{settings.PlaceOf("deploy.taskDefinition")}: there is no task definition '{file}'. Write it, or name another file in 'deploy.taskDefinition'.";
            yield break;
        }

        var names = ReadTaskDefinition().Containers.Select(container => container.Name).ToList();
        if (!settings.Images.Select(image => image.Container).Concat(settings.Pull.Select(pull => pull.Container)).Any(names.Contains))
            yield return $"{settings.PlaceOf("images")}: none of the images is for a container of '{file}', which has {string.Join(", ", names)}.";
    }
}
