using System.Text.RegularExpressions;
using Slipway.Ecs.Linting;
using Slipway.Ecs.Sources;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>Whether what a task definition names belongs to the environment's account and region.</summary>
internal static partial class AddressChecks
{
    public static IEnumerable<Finding> Find(TaskDefinitionFile task, LintEnvironment environment) =>
        task.Root is null ? [] : Texts(task.Root).SelectMany(at => Find(task, at, environment));

    private static IEnumerable<Finding> Find(TaskDefinitionFile task, SourceValue at, LintEnvironment environment)
    {
        if (at.JsonPath.EndsWith("['awslogs-region']", StringComparison.Ordinal) && at.Scalar != environment.Region)
            yield return task.Find(ProjectRules.OtherRegion, at, $"Logs go to region {at.Scalar}, and environment '{environment.Name}' is in {environment.Region}.");

        foreach (var address in Arn().Matches(at.Scalar!).Concat(EcrHost().Matches(at.Scalar!)))
        {
            var (account, region) = (address.Groups["account"].Value, address.Groups["region"].Value);
            if (account.Length > 0 && environment.Account is { } own && account != own)
                yield return task.Find(ProjectRules.OtherAccount, at, $"'{address.Value}' is of account {account}, and environment '{environment.Name}' is account {own}.");
            if (region.Length > 0 && region != environment.Region)
                yield return task.Find(ProjectRules.OtherRegion, at, $"'{address.Value}' is in region {region}, and environment '{environment.Name}' is in {environment.Region}.");
        }
    }

    // The members that only a response has say where a task definition comes from, not what it uses.
    private static IEnumerable<SourceValue> Texts(SourceValue value) => value.Scalar is not null && value.Kind == System.Text.Json.JsonValueKind.String
        ? [value]
        : value.Items.Concat(value.Members.Where(member => member.Name is not ("taskDefinitionArn" or "registeredBy")).Select(member => member.Value)).SelectMany(Texts);

    [GeneratedRegex(@"\barn:aws[a-z-]*:[a-z0-9-]+:(?<region>[a-z0-9-]*):(?<account>\d{12}|):[^\s""',]+", RegexOptions.ExplicitCapture)]
    private static partial Regex Arn();

    [GeneratedRegex(@"\b(?<account>\d{12})\.dkr\.ecr(-fips)?\.(?<region>[a-z0-9-]+)\.", RegexOptions.ExplicitCapture)]
    private static partial Regex EcrHost();
}
