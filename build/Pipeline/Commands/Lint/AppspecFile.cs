using Slipway.Ecs.Linting;
using Slipway.Ecs.Sources;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Yaml;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>The container and the port that an appspec sends traffic to, for each of its resources.</summary>
/// <param name="Problems">What is wrong with the file itself.</param>
internal sealed record AppspecFile(IReadOnlyList<AppspecTarget> Targets, IReadOnlyList<Finding> Problems)
{
    public static AppspecFile Parse(string text, string file)
    {
        var errors = new ErrorList();
        var root = errors.ReadYaml(text, file);
        try
        {
            errors.ThrowIfAny();
        }
        catch (ConfigurationException unreadable)
        {
            return new([], [.. unreadable.Errors.Select(error => Problem(error.Place, $"{error.Message}."))]);
        }

        var resources = Value(root, "Resources");
        if (resources is not SequenceNode { Items.Count: > 0 } list) return new([], [Problem(resources?.Place ?? new(file, 1, 1), "There is no list 'Resources'.")]);
        var targets = new List<AppspecTarget>();
        var problems = new List<Finding>();
        foreach (var resource in list.Items) Read(resource, targets, problems);
        return new(targets, problems);
    }

    /// <summary>What only the user knows and has not said yet; nothing for what is no YAML, which is a finding of its own.</summary>
    public static IEnumerable<Finding> ToBeFilledIn(string text, string file) => FillInPlaces.In(YamlReader.Read(text, file, _ => { }))
        .Select(found => new Finding(ProjectRules.FillIn, ProjectRules.FillIn.Severity, "", found.Sentence, LintEnvironment.PlaceOf(found.Place)));

    private static void Read(Node resource, List<AppspecTarget> targets, List<Finding> problems)
    {
        var service = resource is MappingNode { Entries: [var entry, ..] } ? entry.Value : null;
        var properties = Value(service, "Properties");
        var loadBalancer = Value(properties, "LoadBalancerInfo");
        var missing = new[] { ("TaskDefinition", Value(properties, "TaskDefinition")), ("ContainerName", Value(loadBalancer, "ContainerName")), ("ContainerPort", Value(loadBalancer, "ContainerPort")) }
            .Where(value => value.Item2 is not ScalarNode { IsNull: false }).Select(value => $"'{value.Item1}'").ToList();
        var place = resource is MappingNode { Entries: [var first, ..] } ? first.Place : resource.Place;
        if (missing.Count > 0)
        {
            problems.Add(Problem(place, $"This resource has no {string.Join(", no ", missing)}."));
            return;
        }

        var (name, port) = ((ScalarNode)Value(loadBalancer, "ContainerName")!, (ScalarNode)Value(loadBalancer, "ContainerPort")!);
        if (int.TryParse(port.Text, out var number)) targets.Add(new(name.Text, PlaceOf(name), number, PlaceOf(port)));
        else problems.Add(Problem(port.Place, $"ContainerPort is '{port.Text}', which is no number."));
    }

    private static Node? Value(Node? node, string key) => (node as MappingNode)?.Find(key)?.Value;

    private static SourcePlace PlaceOf(Node node) => LintEnvironment.PlaceOf(node.Place);

    private static Finding Problem(Place place, string message) =>
        new(ProjectRules.UnreadableAppspec, ProjectRules.UnreadableAppspec.Severity, "", message, LintEnvironment.PlaceOf(place));
}

/// <summary>Where CodeDeploy sends traffic to.</summary>
internal sealed record AppspecTarget(string Container, SourcePlace ContainerPlace, int Port, SourcePlace PortPlace);
