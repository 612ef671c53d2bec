using System.Text.RegularExpressions;

namespace Slipway.Pipeline.Secrets;

/// <summary>
/// Every secret value that the run has seen, so that it can be taken out of what is printed. A file of variables holds plain
/// settings too (a host, a port, a mode); those stay readable.
/// </summary>
public sealed partial class SecretValues
{
    public const string Replacement = "[REDACTED]";
    private const int ShortestName = 4;
    private const int ShortestUnnamed = 8;

    private readonly Lock _gate = new();
    private string[] _values = [];

    /// <summary>Adds a value that is a secret as a whole, such as a password.</summary>
    public void Add(string value) => AddAll(value.Length >= ShortestName ? [value] : []);

    /// <summary>Adds what is secret in a downloaded file: values of variables, and the lines of anything else.</summary>
    public void AddFile(string text)
    {
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0 && line[0] != '#');
        AddAll(lines.SelectMany(Secrets));
    }

    public string Redact(string text)
    {
        foreach (var value in _values) text = text.Replace(value, Replacement, StringComparison.Ordinal);
        return text;
    }

    private static IEnumerable<string> Secrets(string line)
    {
        if (Variable().Match(line) is not { Success: true } variable)
        {
            if (line.Length >= ShortestUnnamed && !line.StartsWith("-----", StringComparison.Ordinal)) yield return line;
            yield break;
        }

        var value = variable.Groups["value"].Value.Trim().Trim('"', '\'');
        var named = SecretName().IsMatch(variable.Groups["name"].Value) && value.Length >= ShortestName && !Plain().IsMatch(value);
        if (named || (value.Length >= ShortestUnnamed && !Plain().IsMatch(value) && !Setting().IsMatch(value))) yield return value;
    }

    private void AddAll(IEnumerable<string> values)
    {
        lock (_gate)
        {
            // The longest first: a value may be a part of another.
            _values = [.. _values.Concat(values).Distinct().OrderByDescending(value => value.Length)];
        }
    }

    [GeneratedRegex(@"^(export\s+)?(?<name>[A-Za-z_][A-Za-z0-9_.]*)=(?<value>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();

    [GeneratedRegex("KEY|SECRET|PASS|TOKEN|CREDENTIAL|PRIVATE|AUTH|DSN|SALT", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex("^(true|false|null|none|on|off|yes|no|[0-9.]+)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();

    // A word, a host, a path or a URL without user information: what stands in logs for good reasons.
    [GeneratedRegex(@"^([a-z]+://)?[a-z0-9._/:-]*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Setting();
}
