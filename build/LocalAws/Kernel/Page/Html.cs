namespace Slipway.LocalAws.Kernel.Page;

/// <summary>
/// A piece of HTML. It is made from interpolated strings only, whose holes are encoded unless they are HTML themselves, so that no text from
/// a container or a client becomes markup. Attributes whose value is a hole have to be in double quotes.
/// </summary>
public sealed class Html
{
    private readonly string _markup;

    private Html(string markup) => _markup = markup;

    public static Html Nothing { get; } = new("");

    public static Html Of(HtmlText text) => new(text.ToMarkup());

    /// <summary>One after the other.</summary>
    public static Html Of(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(piece => piece._markup)));

    /// <summary>Markup of LocalAws's own, such as a style sheet.</summary>
    internal static Html Own(string markup) => new(markup);

    public override string ToString() => _markup;
}
