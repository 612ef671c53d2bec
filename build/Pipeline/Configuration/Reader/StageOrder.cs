using Slipway.Pipeline.Configuration.Errors;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Reader;

/// <summary>Finds environments that follow each other in a circle, of which none would be the first.</summary>
internal static class StageOrder
{
    /// <param name="stages">Of all environments, in the order of the file, each with the place of its <c>from</c>.</param>
    public static void Check(IReadOnlyList<(string Name, StageSettings Stage, Place Place)> stages, ErrorList errors)
    {
        var before = stages.Where(stage => stage.Stage.From is not null).ToDictionary(stage => stage.Name, stage => stage.Stage.From!);
        HashSet<string> told = [];
        foreach (var (name, _, place) in stages)
        {
            if (told.Contains(name) || Circle(name, before) is not { } circle) continue;
            told.UnionWith(circle);
            errors.Add(place, ErrorCode.Conflict, $"environments come after each other in a circle: {string.Join(", ", circle.Select(one => $"'{one}' from '{before[one]}'"))}. Leave 'from' out of the first of them");
        }
    }

    /// <summary>The environments of the circle that begins with one; null where it is in none.</summary>
    private static List<string>? Circle(string name, Dictionary<string, string> before)
    {
        List<string> way = [];
        for (var at = name; before.TryGetValue(at, out var previous) && !way.Contains(at); at = previous)
        {
            way.Add(at);
            if (previous == name) return way;
        }

        return null;
    }
}
