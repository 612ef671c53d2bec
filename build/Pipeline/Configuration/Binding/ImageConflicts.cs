namespace Slipway.Pipeline.Configuration.Binding;

/// <summary>Finds images that would overwrite each other.</summary>
internal static class ImageConflicts
{
    public static void Note(Section root, IReadOnlyList<ImageSettings> images, IReadOnlyList<PullSettings> pulled)
    {
        var services = images.Select(image => (image.Service, image.Container, image.Place))
            .Concat(pulled.Select(pull => (pull.Service, pull.Container, pull.Place)))
            .ToList();

        var both = Repeated(services, entry => entry.Service).ToList();

        foreach (var (service, _, place) in both)
            root.Note(place, ErrorCode.Conflict, $"service '{service}' stands in 'images' and in 'pull'; it is either built or pulled");

        foreach (var (_, container, place) in Repeated(services, entry => entry.Container).Except(both))
            root.Note(place, ErrorCode.Conflict, $"container '{container}' is claimed by a service before this one; one of them needs another 'container'");

        NoteTags(root, images);
    }

    private static void NoteTags(Section root, IEnumerable<ImageSettings> images)
    {
        var references = images
            .Where(image => image.Repository.Length > 0)
            .SelectMany(image => image.Tags.Select(tag => (Text: $"{image.Repository}:{tag}", image.Service, image.Place)))
            .ToList();

        foreach (var twice in Repeated(references, reference => reference.Text).DistinctBy(reference => reference.Service))
        {
            var first = references.Find(reference => reference.Text == twice.Text).Service;
            var message = first == twice.Service
                ? $"'{twice.Text}' is given twice"
                : $"'{twice.Text}' is pushed for service '{first}' already; one would overwrite the other";
            root.Note(twice.Place, ErrorCode.Conflict, message);
        }
    }

    /// <summary>Everything but the first of those with the same key.</summary>
    private static IEnumerable<T> Repeated<T>(IEnumerable<T> entries, Func<T, string> key) =>
        entries.GroupBy(key).SelectMany(group => group.Skip(1));
}
