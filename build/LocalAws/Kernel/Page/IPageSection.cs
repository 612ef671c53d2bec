namespace Slipway.LocalAws.Kernel.Page;

/// <summary>What a room shows on the page at LocalAws's root. The page knows no room: a section is registered by the room that it shows.</summary>
public interface IPageSection
{
    /// <summary>Sections are in this order.</summary>
    int Position { get; }

    /// <summary>Lower-case letters and dashes: the section's <c>id</c>.</summary>
    string Id { get; }

    string Title { get; }

    /// <summary>
    /// What the section has now, without its heading; sub-headings begin with <c>h3</c>. It is asked every two seconds for each open page, so it
    /// starts nothing and waits for nothing, and it shows no secrets: no values of environment variables, no passwords.
    /// </summary>
    Task<Html> RenderAsync(CancellationToken cancellationToken);
}
