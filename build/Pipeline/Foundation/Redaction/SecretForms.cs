using System.Text;

namespace Slipway.Pipeline.Foundation.Redaction;

/// <summary>The texts in which a value cannot be seen by who decodes a character at a time: base64, alone or in the middle of something longer.</summary>
internal static class SecretForms
{
    private const int ShortestEncoded = 6;
    private const int BytesInGroup = 3;
    private const int BitsInByte = 8;
    private const int BitsInCharacter = 6;

    /// <summary>The value itself, and its forms.</summary>
    public static IEnumerable<string> Of(string value)
    {
        yield return value;
        var bytes = Encoding.UTF8.GetBytes(value);
        if (bytes.Length < ShortestEncoded) yield break;
        var whole = Convert.ToBase64String(bytes);
        foreach (var form in new[] { whole, whole.TrimEnd('=') }.SelectMany(InBothAlphabets)) yield return form;
        for (var before = 0; before < BytesInGroup; before++)
        {
            // Of what stands before and after only the characters that hold bits of the value alone are known.
            var text = Convert.ToBase64String([.. new byte[before], .. bytes]);
            var begin = ((before * BitsInByte) + BitsInCharacter - 1) / BitsInCharacter;
            var end = (before + bytes.Length) * BitsInByte / BitsInCharacter;
            foreach (var form in InBothAlphabets(text[begin..end])) yield return form;
        }
    }

    private static string[] InBothAlphabets(string encoded) => [encoded, encoded.Replace('+', '-').Replace('/', '_')];
}
