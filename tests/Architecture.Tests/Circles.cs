namespace Slipway.Architecture.Tests;

/// <summary>Finds folders of one folder that use each other, directly or through others.</summary>
internal static class Circles
{
    /// <param name="folder">The namespace whose folders are compared; types that lie in it directly belong to none of them.</param>
    /// <returns>One line for each reference that is part of a circle: the file, its type, and the type that it refers to.</returns>
    public static IReadOnlyList<string> In(IReadOnlyList<CompiledType> types, string folder)
    {
        var below = types.Where(type => type.Namespace.StartsWith($"{folder}.", StringComparison.Ordinal)).ToList();
        var homes = below.ToDictionary(type => type.FullName, type => Child(type.Namespace, folder), StringComparer.Ordinal);
        var arrows = below
            .SelectMany(type => type.References.Where(homes.ContainsKey).Select(used => (From: homes[type.FullName], To: homes[used], Type: type, Used: used)))
            .Where(arrow => arrow.From != arrow.To).ToList();
        var next = arrows.ToLookup(arrow => arrow.From, arrow => arrow.To);
        return
        [
            .. arrows.Where(arrow => Reaches(arrow.To, arrow.From, next)).Select(arrow => $"{arrow.Type.File}: {arrow.Type.Name} in {arrow.From} uses {arrow.Used}").Distinct().Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Every folder that has folders.</summary>
    public static IEnumerable<string> FoldersOf(IEnumerable<CompiledType> types, string root) =>
        types.SelectMany(type => Above(type.Namespace)).Where(name => name == root || name.StartsWith($"{root}.", StringComparison.Ordinal)).Distinct();

    private static IEnumerable<string> Above(string name)
    {
        for (var end = name.LastIndexOf('.'); end > 0; end = name.LastIndexOf('.', end - 1)) yield return name[..end];
    }

    private static string Child(string name, string folder) => name[(folder.Length + 1)..].Split('.')[0];

    private static bool Reaches(string from, string to, ILookup<string, string> next)
    {
        var (seen, open) = (new HashSet<string>(StringComparer.Ordinal) { from }, new Queue<string>([from]));
        while (open.TryDequeue(out var here))
        {
            if (here == to) return true;
            foreach (var there in next[here].Where(seen.Add)) open.Enqueue(there);
        }

        return false;
    }
}
