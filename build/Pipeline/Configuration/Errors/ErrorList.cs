using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Errors;

/// <summary>Gathers mistakes, each once: every environment reads the keys that all of them share.</summary>
internal sealed class ErrorList
{
    private readonly HashSet<ConfigurationError> _errors = [];

    public void Add(Place place, ErrorCode code, string message) => _errors.Add(new(place, code, message));

    /// <summary>Null when there is nothing in the text, or no YAML; the reason is then in this list.</summary>
    public Node? ReadYaml(string text, string file) =>
        YamlReader.Read(text, file, mistake => Add(mistake.Place, mistake.IsDuplicateKey ? ErrorCode.DuplicateKey : ErrorCode.Syntax, mistake.Message));

    /// <summary>Ends reading when something was noted.</summary>
    /// <exception cref="ConfigurationException">There is at least one mistake.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count == 0)
            return;

        var inOrder = _errors.OrderBy(error => error.Place.Line).ThenBy(error => error.Place.Column).ThenBy(error => error.Code);

        throw new ConfigurationException([.. inOrder]);
    }
}
