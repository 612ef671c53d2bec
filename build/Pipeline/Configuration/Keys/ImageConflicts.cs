using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>Finds images that would overwrite each other.</summary>
internal static class ImageConflicts
{
    public static void Note(Values root, IReadOnlyList<ImageSettings> images, IReadOnlyList<PullSettings> pulled)
    {
        var both = pulled.Where(pull => images.Any(image => image.Service == pull.Service)).ToList();

        foreach (var pull in both)
            root.Note(pull.Place, ErrorCode.Conflict, $"service '{pull.Service}' is in 'images' and in 'pull'; it is either built or pulled");

        var containers = images.SelectMany(image => image.Containers.Select(container => new Claim(image.Service, container, image.Place)))
            .Concat(pulled.Except(both).SelectMany(pull => pull.Containers.Select(container => new Claim(pull.Service, container, pull.Place))))
            .ToList();

        foreach (var (service, container, place) in Repeated(containers, claim => claim.Name))
        {
            var message = containers.Find(claim => claim.Name == container)!.Service == service
                ? $"container '{container}' is listed twice"
                : $"container '{container}' is claimed by a service before this one; one of them needs another 'container'";
            root.Note(place, ErrorCode.Conflict, message);
        }

        NoteTags(root, images);
    }

    private static void NoteTags(Values root, IEnumerable<ImageSettings> images)
    {
        var references = images
            .Where(image => image.Repository.Length > 0)
            .SelectMany(image => image.Tags.Select(tag => new Claim(image.Service, $"{image.Repository}:{tag}", image.Place)))
            .ToList();
        HashSet<string> told = [];

        foreach (var (service, reference, place) in Repeated(references, claim => claim.Name).Where(claim => told.Add(claim.Service)))
        {
            var first = references.Find(claim => claim.Name == reference)!.Service;
            var message = first == service
                ? $"'{reference}' is given twice"
                : $"'{reference}' is pushed for service '{first}' already; one would overwrite the other";
            root.Note(place, ErrorCode.Conflict, message);
        }
    }

    /// <summary>Every claim to something that a claim before it has.</summary>
    private static List<Claim> Repeated(List<Claim> claims, Func<Claim, string> claimed)
    {
        HashSet<string> taken = [];

        return claims.FindAll(claim => !taken.Add(claimed(claim)));
    }

    /// <summary>A service's claim to a container or a tag of a repository.</summary>
    private sealed record Claim(string Service, string Name, Place Place);
}
