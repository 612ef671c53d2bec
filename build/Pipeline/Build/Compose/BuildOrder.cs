namespace Slipway.Pipeline.Build.Compose;

/// <summary>In which order images are built of which some are built on others.</summary>
public static class BuildOrder
{
    /// <param name="services">Those that are built.</param>
    /// <param name="contexts">By service: the contexts that are the image of another service, with that service.</param>
    /// <returns>Those that can be built at the same time, each after what it is built on. What is built on each other comes last, for the builder to refuse.</returns>
    public static IEnumerable<IReadOnlyList<string>> Of(IReadOnlyCollection<string> services, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> contexts)
    {
        ArgumentNullException.ThrowIfNull(contexts);
        var left = services.ToList();
        while (left.Count > 0)
        {
            var ready = left.FindAll(service => !contexts.TryGetValue(service, out var others) || !others.Values.Any(left.Contains));
            if (ready.Count == 0) ready = left;
            yield return ready;
            left = [.. left.Except(ready)];
        }
    }
}
