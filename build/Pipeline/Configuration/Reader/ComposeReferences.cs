using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Reader;

/// <summary>Compares the services that <c>slipway.yml</c> names with those that the Compose files have.</summary>
public static class ComposeReferences
{
    /// <summary>Passes when every service exists.</summary>
    /// <param name="composeServices">As <c>docker compose config --services</c> lists them.</param>
    /// <exception cref="ConfigurationException">With all services that do not exist.</exception>
    public static void Check(Settings settings, IReadOnlyCollection<string> composeServices)
    {
        var errors = new ErrorList();
        var files = string.Join(", ", settings.Compose.Files);

        foreach (var (service, place) in References(settings).Where(reference => !composeServices.Contains(reference.Service)))
        {
            var hint = composeServices.Count == 0 ? "; there are none" : Suggestion.Phrase(service, composeServices);
            errors.Add(place, ErrorCode.UnknownComposeService, $"{files} has no service '{service}'{hint}");
        }

        errors.ThrowIfAny();
    }

    private static IEnumerable<(string Service, Place Place)> References(Settings settings)
    {
        foreach (var image in settings.Images)
            yield return (image.Service, image.Place);

        foreach (var pull in settings.Pull)
            yield return (pull.Service, pull.Place);

        if (settings.Database is { } database)
            yield return (database.Service, settings.PlaceOf("database.service"));

        foreach (var (service, place) in StepReferences(settings, "migrate", settings.Migrate).Concat(StepReferences(settings, "test", settings.Test)))
            yield return (service, place);

        foreach (var gate in settings.Gates.Where(gate => gate.Service is not null))
            yield return (gate.Service!, settings.PlaceOf($"gates.{gate.Name}.service"));
    }

    private static IEnumerable<(string Service, Place Place)> StepReferences(Settings settings, string key, IReadOnlyList<StepSettings> steps) =>
        steps.Select((step, index) => (step.Service, settings.PlaceOf(settings.Places.ContainsKey($"{key}[{index}]") ? $"{key}[{index}].service" : $"{key}.service")));
}
