using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>Finds images that would overwrite each other.</summary>
internal static class ImageConflicts
{
    public static void Note(Values root, IReadOnlyList<ImageSettings> images, IReadOnlyList<PullSettings> pulled)
    {
        var services = images.Select(image => new Claim(image.Service, image.Container, image.Place))
            .Concat(pulled.Select(pull => new Claim(pull.Service, pull.Container, pull.Place)))
            .ToList();
        var both = Repeated(services, claim => claim.Service);

        foreach (var (service, _, place) in both)
            root.Note(place, ErrorCode.Conflict, $"service '{service}' is in 'images' and in 'pull'; it is either built or pulled");

        foreach (var (_, container, place) in Repeated(services, claim => claim.Name).Where(claim => !both.Contains(claim)))
        {
            root.Note(
                place,
                ErrorCode.Conflict,
                $"container '{container}' is claimed by a service before this one; one of them needs another 'container'");
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
