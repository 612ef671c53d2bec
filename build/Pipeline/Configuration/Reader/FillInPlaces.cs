using Slipway.Ecs.TaskDefinitions;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Reader;

/// <summary>Finds what is still to be filled in among the values of a YAML file.</summary>
public static class FillInPlaces
{
    /// <summary>Each scalar that has the word in it, with a sentence that names it by its path, as in <c>secrets[0].from</c>.</summary>
    /// <param name="without">Keys of the top level that are not looked at.</param>
    public static IEnumerable<(Place Place, string Sentence)> In(Node? root, params IReadOnlyList<string> without) => root is MappingNode mapping
        ? mapping.Entries.Where(entry => !without.Contains(entry.Key)).SelectMany(entry => Below(entry.Value, entry.Key))
        : Below(root, "");

    private static IEnumerable<(Place Place, string Sentence)> Below(Node? node, string path) => node switch
    {
        ScalarNode scalar when FillIn.In(scalar.Text) is { Count: > 0 } marks => [(scalar.Place, FillIn.Sentence(path, marks))],
        SequenceNode list => list.Items.SelectMany((item, index) => Below(item, $"{path}[{index}]")),
        MappingNode mapping => mapping.Entries.SelectMany(entry => Below(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}")),
        _ => [],
    };
}
