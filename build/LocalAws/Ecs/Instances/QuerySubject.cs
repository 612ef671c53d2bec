using System.Globalization;

namespace Slipway.LocalAws.Ecs.Instances;

/// <summary>What a comparison asks of an instance.</summary>
internal static class QuerySubject
{
    public const string Attribute = "attribute:";

    /// <summary>The values of a subject: none where the instance has no such attribute. Null for a subject that is not evaluated.</summary>
    public static Func<InstanceFacts, IReadOnlyCollection<string>>? Of(string subject)
    {
        if (subject.StartsWith(Attribute, StringComparison.Ordinal))
        {
            var name = subject[Attribute.Length..];
            return facts => facts.Instance.Attributes.TryGetValue(name, out var value) ? [value] : [];
        }

        return subject switch
        {
            "ec2InstanceId" => facts => [facts.Instance.Ec2InstanceId],
            "runningTasksCount" => facts => [facts.RunningTasks.ToString(CultureInfo.InvariantCulture)],
            "task:group" => facts => facts.Groups,
            _ => null,
        };
    }
}
