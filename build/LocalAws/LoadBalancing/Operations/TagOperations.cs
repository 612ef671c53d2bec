using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>Tags of load balancers, target groups, listeners and rules.</summary>
internal sealed class TagOperations(LoadBalancingStore store) : IQueryOperations
{
    public IReadOnlyDictionary<string, QueryOperation> Operations => new Dictionary<string, QueryOperation>
    {
        ["AddTags"] = (parameters, cancellationToken) => ChangeAsync(parameters, Add(parameters), cancellationToken),
        ["RemoveTags"] = (parameters, cancellationToken) => ChangeAsync(parameters, Remove(parameters), cancellationToken),
        ["DescribeTags"] = (parameters, _) => Task.FromResult(Describe(parameters)),
    };

    private IReadOnlyList<XElement> Describe(QueryParameters parameters)
    {
        var state = store.Current;
        return
        [
            Xml.List("TagDescriptions", ArnsOf(parameters), arn => Xml.Member(
                Xml.Text("ResourceArn", arn),
                Xml.Pairs("Tags", Find(state, arn).Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)))),
        ];
    }

    private async Task<IReadOnlyList<XElement>> ChangeAsync(
        QueryParameters parameters, Action<Dictionary<string, string>> change, CancellationToken cancellationToken)
    {
        await store.ChangeAsync(
            state =>
            {
                foreach (var arn in ArnsOf(parameters))
                {
                    var resource = Find(state, arn);
                    var tags = new Dictionary<string, string>(resource.Tags);
                    change(tags);
                    if (tags.Count > TagParameters.Most)
                        throw new AwsErrorException("TooManyTags", $"A resource can have {TagParameters.Most} tags at most");
                    state = WithTags(state, resource, tags);
                }

                return state;
            },
            cancellationToken);
        return [];
    }

    private static Action<Dictionary<string, string>> Add(QueryParameters parameters)
    {
        var added = TagParameters.Read(parameters);
        if (added.Count == 0)
            throw ElbErrors.Missing("Tags");
        return tags =>
        {
            foreach (var (key, value) in added)
                tags[key] = value;
        };
    }

    private static Action<Dictionary<string, string>> Remove(QueryParameters parameters) => tags =>
    {
        foreach (var key in parameters.Texts("TagKeys"))
            tags.Remove(key);
    };

    private static IReadOnlyList<string> ArnsOf(QueryParameters parameters) =>
        parameters.Texts("ResourceArns") is { Count: > 0 } arns ? arns : throw ElbErrors.Missing("ResourceArns");

    private static ITagged Find(LoadBalancingState state, string arn) => arn.Split(':') is [_, _, _, _, _, var resource, ..]
        ? resource.Split('/')[0] switch
        {
            "loadbalancer" => state.LoadBalancer(arn) ?? throw ElbErrors.LoadBalancerNotFound(),
            "targetgroup" => state.TargetGroup(arn) ?? throw ElbErrors.TargetGroupNotFound(),
            "listener" => state.Listener(arn) ?? throw ElbErrors.ListenerNotFound(),
            "listener-rule" => state.ListenerOfRule(arn)?.Rules.FirstOrDefault(rule => rule.Arn == arn) ?? throw ElbErrors.RuleNotFound(),
            _ => throw ElbErrors.Validation($"'{arn}' is not a valid resource ARN"),
        }
        : throw ElbErrors.Validation($"'{arn}' is not a valid resource ARN");

    private static LoadBalancingState WithTags(LoadBalancingState state, ITagged resource, Dictionary<string, string> tags) => resource switch
    {
        LoadBalancer balancer => state.With(balancer with { Tags = tags }),
        TargetGroup group => state.With(group with { Tags = tags }),
        Listener listener => state.With(listener with { Tags = tags }),
        Rule rule => state.With(state.ListenerOfRule(rule.Arn)!.With(rule with { Tags = tags })),
        _ => state,
    };
}
