using Slipway.Aws.Ecr;

namespace Slipway.Ecs.Images;

/// <summary>Tells the images of an environment's own registry from those of others.</summary>
public static class OwnImages
{
    /// <summary>Those whose repository is the account's own in this region.</summary>
    public static async Task<IReadOnlyList<RegistryImage>> FindAsync(EcrClient ecr, IEnumerable<RegistryImage> images, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ecr);
        var candidates = images.Where(image => MayBeOwn(image.Host)).Distinct().ToList();
        var known = await ecr.DescribeRepositoriesAsync([.. candidates.Select(image => image.Name).Where(IsName).Distinct()], cancellation);
        return [.. candidates.Where(image => known.Found.TryGetValue(image.Name, out var repository) && repository.Uri == image.Repository)];
    }

    /// <summary>To ask for what another registry calls its repositories takes a permission that nobody has. A rehearsal's registry is at an address of this machine.</summary>
    private static bool MayBeOwn(string? host) => host is not null
        && (host.Contains(".dkr.ecr.", StringComparison.Ordinal) || host.Contains(".dkr-ecr.", StringComparison.Ordinal) || host.StartsWith("localhost", StringComparison.Ordinal) || host.StartsWith("127.", StringComparison.Ordinal));

    /// <summary>ECR refuses the whole question for one name that it could never have.</summary>
    private static bool IsName(string name) =>
        name.Length is >= 2 and <= 256 && name.Split('/', '.', '_', '-').All(part => part.All(character => character is (>= 'a' and <= 'z') or (>= '0' and <= '9')));
}
