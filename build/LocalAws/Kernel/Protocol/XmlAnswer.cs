using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Slipway.LocalAws.Kernel.Protocol;

internal static class XmlAnswer
{
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    /// <summary>Sends a document as the whole body; the status is the caller's.</summary>
    public static async Task WriteAsync(HttpResponse response, XElement document, CancellationToken cancellationToken)
    {
        // A message may quote what a request had, which XML need not be able to hold.
        foreach (var text in document.DescendantNodes().OfType<XText>().Where(text => !text.Value.All(XmlConvert.IsXmlChar)))
            text.Value = string.Concat(text.Value.Select(character => XmlConvert.IsXmlChar(character) ? character : '\uFFFD'));
        using var body = new MemoryStream();
        using (var writer = XmlWriter.Create(body, Settings))
            document.Save(writer);
        response.ContentType = "application/xml";
        response.ContentLength = body.Length;
        body.Position = 0;
        await body.CopyToAsync(response.Body, cancellationToken);
    }
}
