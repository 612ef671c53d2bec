using System.Net;
using Slipway.LocalAws.Ecr.Api;
using Slipway.LocalAws.Ecr.Registry;
using Slipway.LocalAws.Kernel.Page;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecr.Overview;

/// <summary>The repositories and what they hold. It checks the registry as it is, and does not start it.</summary>
internal sealed class ImageSection(StateStore state, IRegistryContainer container, RegistryApi registry) : IPageSection
{
    private const int TagsShown = 20;
    private const int MebiByte = 1024 * 1024;

    public int Position => 40;

    public string Id => "images";

    public string Title => "Images";

    public async Task<Html> RenderAsync(CancellationToken cancellationToken)
    {
        var known = await state.ReadAsync(RepositoryState.StateName, EcrJson.Default.RepositoryState, cancellationToken);
        if (known.Repositories.Count == 0)
            return PageParts.Empty("No repository yet.");
        var address = container.Known is { } last && await registry.PingAsync(last, cancellationToken) == HttpStatusCode.OK ? last : null;
        var rows = new List<IReadOnlyList<Html>>();
        foreach (var name in known.Repositories.Keys.Order(StringComparer.Ordinal))
            rows.AddRange(address is not null ? await RowsAsync(address, name, cancellationToken) : [Row(name, "", "", "")]);
        var note = address is not null ? Html.Nothing : PageParts.Empty("The registry does not run; it is started by the next login to it.");
        return Html.Of($"{note}<div class=\"card\">{PageParts.Table("Images in the registry", ["Repository", "Tag", "Digest", "Size"], rows)}</div>");
    }

    private async Task<IEnumerable<IReadOnlyList<Html>>> RowsAsync(RegistryAddress address, string repository, CancellationToken cancellationToken)
    {
        var tags = await registry.TagsAsync(address, repository, cancellationToken);
        var images = await Task.WhenAll(tags.Order(StringComparer.Ordinal).Take(TagsShown)
            .Select(async tag => (Tag: tag, Manifest: await registry.ManifestAsync(address, repository, tag, null, cancellationToken))));
        var rows = images.Where(image => image.Manifest is not null).GroupBy(image => image.Manifest!.Digest).Select(image =>
            Row(repository, string.Join(", ", image.Select(named => named.Tag)), image.Key, Size(image.First().Manifest!.Size)));
        return tags.Count == 0 ? [Row(repository, "", "", "")]
            : tags.Count > TagsShown ? rows.Append(Row(repository, $"and {tags.Count - TagsShown} more tags", "", "")) : rows;
    }

    private static Html[] Row(string repository, string tags, string digest, string size) =>
        [Html.Of($"{repository}"), Html.Of($"{tags}"), Html.Of($"<code>{digest}</code>"), Html.Of($"{size}")];

    private static string Size(long? bytes) => bytes is { } known ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(double)known / MebiByte:0.#} MiB") : "";
}
