using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Slipway.LocalAws.Kernel.Page;

/// <summary>Takes an interpolated string apart for <see cref="Html.Of(HtmlText)"/>: literals are markup, holes are text.</summary>
[InterpolatedStringHandler]
public readonly struct HtmlText(int literalLength, int formattedCount)
{
    private const int ExpectedHole = 24;

    /// <summary>Everything that means something to a browser is encoded; letters of all scripts stay as they are.</summary>
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _markup = new(literalLength + (formattedCount * ExpectedHole));

    public void AppendLiteral(string value) => _markup.Append(value);

    public void AppendFormatted(Html value) => _markup.Append(value);

    public void AppendFormatted(IEnumerable<Html> values)
    {
        foreach (var value in values)
            _markup.Append(value);
    }

    public void AppendFormatted(string? value) => _markup.Append(Encoder.Encode(value ?? ""));

    public void AppendFormatted(int value) => _markup.Append(CultureInfo.InvariantCulture, $"{value}");

    internal string ToMarkup() => _markup.ToString();
}
