using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Kernel.Page;

/// <summary>The page at LocalAws's root: what all rooms show, as they are now.</summary>
internal sealed partial class StatusPage(LocalAwsOptions options, IEnumerable<IPageSection> sections, PageAssets assets, TimeProvider time, ILogger<StatusPage> log)
{
    /// <summary>For a section; the others do not wait longer for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly Html Icon = Html.Own(
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%230b6e75'/%3E%3Cpath d='M3 11h10M4 8h8l1-3H3z' stroke='white' stroke-width='1.5' fill='none'/%3E%3C/svg%3E");

    public string Policy => assets.Policy;

    public async Task<Html> RenderAsync(string endpoint, CancellationToken cancellationToken)
    {
        var shown = await Task.WhenAll(sections.OrderBy(section => section.Position).Select(section => RenderAsync(section, cancellationToken)));
        return Html.Of($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>LocalAws {options.Account} {options.Region}</title>
            <link rel="icon" href="{Icon}">
            <noscript><meta http-equiv="refresh" content="5"></noscript>
            <style>{Html.Own(assets.Style)}</style>
            </head>
            <body>
            <header class="top">
            <h1>LocalAws</h1>
            <dl>
            <div><dt>Endpoint</dt><dd><code>{endpoint}</code></dd></div>
            <div><dt>Account</dt><dd><code>{options.Account}</code></dd></div>
            <div><dt>Region</dt><dd><code>{options.Region}</code></dd></div>
            <div><dt>Registry</dt><dd><code>{options.RegistryHost}</code></dd></div>
            </dl>
            <p id="connection" role="status"></p>
            </header>
            <nav aria-label="Sections"><ul>{sections.OrderBy(section => section.Position).Select(section => Html.Of($"<li><a href=\"#{section.Id}\">{section.Title}</a></li>"))}<li><a href="/_slipway/log">Log</a></li></ul></nav>
            <main>{shown}</main>
            <script>{Html.Own(assets.Script)}</script>
            </body>
            </html>

            """);
    }

    private async Task<Html> RenderAsync(IPageSection section, CancellationToken cancellationToken) => Html.Of($"""
        <section id="{section.Id}" aria-labelledby="{section.Id}-title"><h2 id="{section.Id}-title">{section.Title}</h2>
        {await ContentAsync(section, cancellationToken)}
        </section>

        """);

    private async Task<Html> ContentAsync(IPageSection section, CancellationToken cancellationToken)
    {
        try
        {
            return await section.RenderAsync(cancellationToken).WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            NotShown(section.Id, error.Message);
            return PageParts.Empty($"This cannot be shown now: {error.Message}");
        }
    }

    [LoggerMessage(LogLevel.Debug, "The section {Section} of the page could not be shown: {Reason}")]
    private partial void NotShown(string section, string reason);
}
