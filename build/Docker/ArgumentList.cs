namespace Slipway.Docker;

/// <summary>Builds an argument vector; options without a value are left out.</summary>
internal sealed class ArgumentList(params string[] start)
{
    private readonly List<string> _arguments = [.. start];

    public ArgumentList Flag(string name, bool on)
    {
        if (on)
            _arguments.Add(name);
        return this;
    }

    public ArgumentList Option(string name, string? value)
    {
        if (value is not null)
            _arguments.AddRange([name, value]);
        return this;
    }

    public ArgumentList Option(string name, long? value) => Option(name, value?.ToString());

    public ArgumentList Options(string name, IEnumerable<string> values)
    {
        foreach (var value in values)
            Option(name, value);
        return this;
    }

    public ArgumentList Options(string name, IReadOnlyDictionary<string, string> values) =>
        Options(name, values.Select(value => $"{value.Key}={value.Value}"));

    public ArgumentList Add(params IEnumerable<string> values)
    {
        _arguments.AddRange(values);
        return this;
    }

    public string[] ToArray() => [.. _arguments];
}
