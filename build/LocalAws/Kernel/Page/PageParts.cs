using System.Globalization;

namespace Slipway.LocalAws.Kernel.Page;

/// <summary>The parts that sections are made of.</summary>
public static class PageParts
{
    /// <summary>A word with a coloured mark: <c>● RUNNING</c>.</summary>
    public static Html State(PageTone tone, string? text) =>
        string.IsNullOrEmpty(text) ? Html.Nothing : Html.Of($"<span class=\"state {tone.ToString().ToLowerInvariant()}\">{text}</span>");

    /// <summary>The time of day on this machine's clock; the whole of it when the pointer is over it.</summary>
    public static Html Time(DateTimeOffset? time)
    {
        if (time is not { } known)
            return Html.Nothing;
        var local = known.ToLocalTime();
        var whole = local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        return Html.Of($"<time datetime=\"{whole}\" title=\"{whole}\">{local.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}</time>");
    }

    /// <summary>A table; the first cell of each row is its heading.</summary>
    /// <param name="caption">What the table shows; for those who do not see it.</param>
    public static Html Table(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<Html>> rows) =>
        Table(caption, columns, Html.Of(rows.Select(row => Html.Of($"<tr><th scope=\"row\">{row[0]}</th>{row.Skip(1).Select(cell => Html.Of($"<td>{cell}</td>"))}</tr>"))));

    /// <summary>A table of rows that are laid out already.</summary>
    public static Html Table(string caption, IReadOnlyList<string> columns, Html rows) => Html.Of(
        $"<div class=\"table\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\"><table><caption>{caption}</caption><thead><tr>{columns.Select(column => Html.Of($"<th scope=\"col\">{column}</th>"))}</tr></thead><tbody>{rows}</tbody></table></div>");

    /// <summary>Text with a link to a text of <see cref="IPageText"/>.</summary>
    public static Html TextLink(string name, string subject, string text) =>
        Html.Of($"<a href=\"/_slipway/{name}/{string.Join('/', subject.Split('/').Select(Uri.EscapeDataString))}\">{text}</a>");

    /// <summary>What is said where there is nothing to show.</summary>
    public static Html Empty(string text) => Html.Of($"<p class=\"empty\">{text}</p>");
}
