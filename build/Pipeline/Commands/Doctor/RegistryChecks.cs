using Slipway.Aws;
using Slipway.Aws.Ecr;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Commands.Doctor;

/// <summary>Whether each repository is there, scans what is pushed, and lets the tags move that a release moves.</summary>
internal sealed class RegistryChecks(EcrClient ecr, Settings settings)
{
    private const string Immutable = "IMMUTABLE";

    public async Task<IReadOnlyList<Check>> RunAsync(CancellationToken cancellation)
    {
        var names = settings.Images.Select(image => image.Repository).Concat(settings.Pull.Select(pull => pull.Repository)).Distinct().ToList();
        try
        {
            var lookup = await ecr.DescribeRepositoriesAsync(names, cancellation);
            return [.. names.SelectMany(name => lookup.Found.TryGetValue(name, out var repository) ? Of(repository) : [Missing(name)])];
        }
        catch (AwsException refused)
        {
            return [Check.Unknown("repositories", "could not be checked", refused.Message)];
        }
    }

    private IEnumerable<Check> Of(EcrRepository repository)
    {
        var subject = $"repository {repository.Name}";
        var moving = settings.Images.Where(image => image.Repository == repository.Name).SelectMany(image => image.Tags)
            .Where(tag => !tag.Uses("build") && !tag.Uses("commit")).Select(tag => tag.Text).ToList();
        yield return repository.TagMutability == Immutable && moving.Count > 0
            ? Check.Failed(subject, $"its tags are immutable, and a release moves {string.Join(", ", moving)}", $"Let them move (aws ecr put-image-tag-mutability --repository-name {repository.Name} --image-tag-mutability MUTABLE), or leave these tags out of 'tags'.")
            : Check.Passed(subject, repository.Uri);
        if (!repository.ScansOnPush && moving.Count > 0)
            yield return Check.Unknown(subject, "does not scan what is pushed", $"If the registry does not do so either: aws ecr put-image-scanning-configuration --repository-name {repository.Name} --image-scanning-configuration scanOnPush=true");
    }

    private Check Missing(string name) => settings.IsRehearsal
        ? Check.Passed($"repository {name}", "is not there yet; a run makes it")
        : Check.Failed($"repository {name}", "does not exist", InfraModule.Or($"aws ecr create-repository --region {settings.Region} --repository-name {name}", InfraModule.Repositories));
}
