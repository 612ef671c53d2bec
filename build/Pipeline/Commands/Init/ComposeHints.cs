using System.Globalization;
using Slipway.Ecs.FromCompose;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Yaml;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>
/// What Compose services say under <c>x-slipway</c>. Compose itself leaves such keys out of what it prints, so they are read from the files, and are not interpolated.
/// </summary>
internal sealed class ComposeHints
{
    private const string With = "with";
    private const string Service = "service";
    private const string Only = "only";
    private const string Cpu = "cpu";
    private const string Memory = "memory";
    private const string Rehearsal = "rehearsal";

    /// <summary>The least that ECS and Docker take: units of a 1024th of a core, and MiB.</summary>
    private const int LeastCpu = 2;

    private const int LeastMemory = 6;

    private static readonly string[] Keys = [Service, With, Only, Cpu, Memory];

    private readonly IReadOnlyList<string> _services;
    private readonly List<string> _mistakes = [];
    private readonly Dictionary<string, ServiceHints> _hints = [];
    private readonly Dictionary<string, Place> _places = [];

    private ComposeHints(IReadOnlyList<string> services) => _services = services;

    /// <param name="directory">Of the files.</param>
    /// <returns>By Compose service, those that say anything.</returns>
    /// <exception cref="RunFailedException">Something that they say has no meaning; all of it is told with its place. Exit code 2.</exception>
    public static IReadOnlyDictionary<string, ServiceHints> Read(ComposeReading compose, string directory)
    {
        var hints = new ComposeHints([.. compose.Compose.Services.Select(service => service.Name)]);
        foreach (var file in compose.Files) hints.Read(file, File.ReadAllText(Path.Combine(directory, file)));
        hints.CheckTogether();
        return hints._mistakes.Count == 0 ? hints._hints : throw new RunFailedException(ExitCodes.Configuration, string.Join('\n', hints._mistakes));
    }

    private void Read(string file, string text)
    {
        if (!text.Contains(ServiceHints.Key, StringComparison.Ordinal)) return;
        var root = WrittenCompose.Mapping(text, file, out var isRead);
        if (!isRead) _mistakes.Add($"{file}: '{ServiceHints.Key}' cannot be read, since the file has what only Compose understands; put it into a file of its own, and name both with {Options.Compose}.");
        foreach (var service in (root?.Find("services")?.Value as MappingNode)?.Entries ?? [])
        {
            if ((service.Value as MappingNode)?.Find(ServiceHints.Key) is not { } entry || entry.Value is ScalarNode { IsNull: true }) continue;
            if (entry.Value is MappingNode mapping) Read(service.Key, mapping);
            else Mistake(entry.Value.Place, $"'services.{service.Key}.{ServiceHints.Key}' has to be a mapping, and is {entry.Value.Description}");
        }
    }

    private void Read(string service, MappingNode mapping)
    {
        _places[service] = mapping.Place;
        foreach (var entry in mapping.Entries)
        {
            var path = $"services.{service}.{ServiceHints.Key}.{entry.Key}";
            if (!Keys.Contains(entry.Key)) Mistake(entry.Place, $"unknown key '{entry.Key}' in 'services.{service}.{ServiceHints.Key}'{Suggestion.Phrase(entry.Key, Keys)}");
            else if (entry.Value is not ScalarNode { IsNull: false } scalar) Mistake(entry.Value.Place, $"'{path}' has to be a text, and is {entry.Value.Description}");
            else if (Problem(service, entry.Key, scalar.Text) is { } problem) Mistake(scalar.Place, $"'{path}': {problem}");
            else _hints[service] = Put(_hints.GetValueOrDefault(service) ?? ServiceHints.None, entry.Key, scalar.Text);
        }
    }

    private string? Problem(string service, string key, string value) => key switch
    {
        With when value == service => "a service is in its own task anyway",
        With when !_services.Contains(value) => $"there is no Compose service '{value}'{Suggestion.Phrase(value, _services)}",
        Service => TextRules.ServiceName.Check(value) ?? TextRules.EcsName.Check(value),
        Only when value != Rehearsal => $"'{value}' is no environment that a service can be for alone{Suggestion.Phrase(value, [Rehearsal])}",
        Cpu when Number(value) is not >= LeastCpu => $"'{value}' is no number of CPU units, 1024 for a core and {LeastCpu} at least",
        Memory when Number(value) is not >= LeastMemory => $"'{value}' is no number of MiB, {LeastMemory} at least",
        _ => null,
    };

    private static ServiceHints Put(ServiceHints hints, string key, string value) => key switch
    {
        With => hints with { With = value },
        Service => hints with { Service = value },
        Only => hints with { IsOnlyInRehearsal = true },
        Cpu => hints with { Cpu = Number(value) },
        _ => hints with { Memory = Number(value) },
    };

    private void CheckTogether()
    {
        foreach (var (service, hints) in _hints)
        {
            if (hints is { With: not null, Service: not null }) Mistake(_places[service], $"'services.{service}.{ServiceHints.Key}' has '{With}' and '{Service}': a service is in another one's task, or has one of its own");
            if (IsInCircle(service)) Mistake(_places[service], $"'services.{service}.{ServiceHints.Key}.{With}' leads in a circle, so that none of its services has the task");
        }
    }

    private bool IsInCircle(string service)
    {
        var seen = new HashSet<string>();
        for (var next = _hints[service].With; next is not null && seen.Add(next); next = _hints.GetValueOrDefault(next)?.With)
        {
            if (next == service) return true;
        }

        return false;
    }

    private void Mistake(Place place, string sentence) => _mistakes.Add($"{place}: {sentence}{(sentence.EndsWith('?') ? "" : ".")}");

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
