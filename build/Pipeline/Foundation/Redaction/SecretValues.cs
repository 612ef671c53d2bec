using System.Text;

namespace Slipway.Pipeline.Foundation.Redaction;

/// <summary>
/// Every secret value that the run has seen, so that it can be taken out of what is printed or kept: as it is, escaped for JSON, XML, a
/// URL or a shell, in base64, and broken over two lines.
/// </summary>
public sealed class SecretValues
{
    public const string Replacement = "[REDACTED]";

    private readonly Lock _gate = new();
    private readonly HashSet<string> _values = [];
    private volatile SecretIndex? _index;

    /// <summary>Adds a value that is a secret as a whole, such as a password. One of less than four characters could not be told from anything else.</summary>
    public void Add(string value) => AddAll([value, value.Trim()]);

    /// <summary>Adds what is secret in a file: values of variables that are no plain settings, and the lines of anything else.</summary>
    public void AddFile(string text) => AddAll(SecretFile.Values(text));

    public string Redact(string text)
    {
        if (_index is not { } index || text.Length < SecretVariable.Shortest) return text;
        var found = new List<(int Start, int End)>([.. index.Find(text), .. index.FindBroken(text)]);
        foreach (var decoded in DecodedText.AllOf(text)) found.AddRange(index.Find(decoded.Text).Select(decoded.PlaceOf));
        return found.Count == 0 ? text : Replace(text, found);
    }

    private static string Replace(string text, List<(int Start, int End)> found)
    {
        var redacted = new StringBuilder(text.Length);
        var position = 0;
        foreach (var (start, end) in found.Order())
        {
            if (start > position || (start == position && position == 0)) redacted.Append(text, position, start - position).Append(Replacement);
            position = Math.Max(position, end);
        }

        return redacted.Append(text, position, text.Length - position).ToString();
    }

    private void AddAll(IEnumerable<string> values)
    {
        lock (_gate)
        {
            var before = _values.Count;
            _values.UnionWith(values.Where(value => value.Length >= SecretVariable.Shortest));
            if (_values.Count > before) _index = new(_values);
        }
    }
}
