namespace Slipway.Pipeline.Configuration.Binding;

/// <summary>Finds images that would overwrite each other.</summary>
internal static class ImageConflicts
{
    public static void Note(Section root, IReadOnlyList<ImageSettings> images, IReadOnlyList<PullSettings> pulled)
    {
        var services = images.Select(image => (image.Service, image.Container, image.Place))
            .Concat(pulled.Select(pull => (pull.Service, pull.Container, pull.Place)))
            .ToList();

        foreach (var twice in Repeated(services, entry => entry.Service))
            root.Note(twice.Place, ErrorCode.Conflict, $"service '{twice.Service}' stands in 'images' and in 'pull'; it is either built or pulled");

        foreach (var twice in Repeated(services, entry => entry.Container).Where(entry => services.Count(other => other.Service == entry.Service) == 1))
            root.Note(twice.Place, ErrorCode.Conflict, $"container '{twice.Container}' is claimed by a service before this one; give one of them another 'container'");

        var tags = images.SelectMany(image => image.Tags.Select(tag => (Reference: $"{image.Repository}:{tag}", image.Service, image.Place))).ToList();

        foreach (var twice in Repeated(tags, entry => entry.Reference).Where(entry => !entry.Reference.StartsWith(':')))
        {
            var first = tags.Find(entry => entry.Reference == twice.Reference).Service;
            var message = first == twice.Service
                ? $"tag '{twice.Reference}' is given twice"
                : $"'{twice.Reference}' is pushed for service '{first}' already; one would overwrite the other";
            root.Note(twice.Place, ErrorCode.Conflict, message);
        }
    }

    /// <summary>Everything but the first of those with the same key.</summary>
    private static IEnumerable<T> Repeated<T>(IEnumerable<T> entries, Func<T, string> key) =>
        entries.GroupBy(key).SelectMany(group => group.Skip(1));
}
