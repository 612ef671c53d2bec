using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Contract;

/// <summary>
/// The same assertions on LocalAws and on moto, from the API's models. What is known to be otherwise on one of them stands beside the step, with its
/// reason; a difference that is not there any more fails, too.
/// </summary>
public sealed partial class ContractTests
{
    private static readonly ContractServer[] Servers = [new(ContractServer.Local), new(ContractServer.Moto)];

    public static IEnumerable<TestCaseData> Scenarios() =>
        from file in Scenario.Files
        from server in Servers
        select new TestCaseData(file, server).SetArgDisplayNames(file, server.Name);

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        foreach (var server in Servers)
            await server.DisposeAsync();
    }

    [TestCaseSource(nameof(Scenarios))]
    public async Task Answers_are_as_the_model_of_the_API_says(string file, ContractServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        var scenario = await Scenario.ReadAsync(file);
        using var clients = new ContractClients(await server.RequireAsync(), scenario);
        await server.ClearAsync();
        var kept = Given(scenario, server);
        var (wrong, assertions) = (new List<string>(), 0);
        foreach (var (step, number) in scenario.Steps.Select((step, index) => (step, index + 1)).Where(each => each.step.Only is null || each.step.Only == server.Name))
        {
            var answer = await clients.Of(step).SendAsync(Call(step, kept), Filled(step.Request, kept), Filled(step.Headers, kept), step.Body);
            var places = Shape.Compare("", Filled(step.Expected, kept), answer).ToList();
            assertions += places.Count;
            wrong.AddRange(Judge(places, step.Differences(server.Name)).Select(problem => $"{number}. {step.Call}: {problem}"));
            foreach (var (name, path) in step.Keep)
                kept[name] = Select(answer, (string)path!) ?? $"(nothing at {path})";
        }

        await TestContext.Out.WriteLineAsync($"{assertions} assertions in {scenario.Steps.Count} steps");
        Assert.That(wrong, Is.Empty);
    }

    [TestCaseSource(typeof(Scenario), nameof(Scenario.Files))]
    public async Task Each_difference_has_its_reason(string file)
    {
        var scenario = await Scenario.ReadAsync(file);

        var unexplained = scenario.Steps.SelectMany(step => Servers.SelectMany(server => step.Differences(server.Name)
            .Where(difference => string.IsNullOrWhiteSpace(difference.Value)).Select(difference => $"{step.Call} on {server.Name}: {difference.Key}")));

        Assert.That(unexplained, Is.Empty);
    }

    /// <summary>What steps can use before one has kept anything: times, and free ports of this machine.</summary>
    private static Dictionary<string, string> Given(Scenario scenario, ContractServer server)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var given = new Dictionary<string, string>
        {
            ["now"] = $"{now}",
            ["now1"] = $"{now + 1}",
            ["now2"] = $"{now + 2}",
            ["port1"] = $"{FreePort.Next()}",
            ["port2"] = $"{FreePort.Next()}",
            ["port3"] = $"{FreePort.Next()}",
        };
        foreach (var (name, value) in scenario.Given.GetValueOrDefault(server.Name) ?? [])
            given[name] = value;
        return given;
    }

    private static IEnumerable<string> Judge(List<(string At, string? Wrong)> places, IReadOnlyDictionary<string, string> differences)
    {
        foreach (var (at, problem) in places)
        {
            if (problem is not null && !differences.Keys.Any(difference => Covers(difference, at)))
                yield return $"{at} {problem}";
        }

        foreach (var difference in differences.Keys.Where(difference => !places.Exists(place => place.Wrong is not null && Covers(difference, place.At))))
            yield return $"{difference} does not differ any more; remove it from 'differs'";
    }

    private static bool Covers(string difference, string at) =>
        at == difference || at.StartsWith(difference + ".", StringComparison.Ordinal) || at.StartsWith(difference + "[", StringComparison.Ordinal);

    private static string Call(ContractStep step, Dictionary<string, string> kept) => Variable().Replace(step.Call, match => Uri.EscapeDataString(Value(match, kept)));

    private static JsonObject Filled(JsonObject node, Dictionary<string, string> kept) => JsonNode.Parse(Filled(node.ToJsonString(), kept))!.AsObject();

    private static string Filled(string text, Dictionary<string, string> kept) =>
        Variable().Replace(Number().Replace(text, match => Value(match, kept)), match => JsonEncodedText.Encode(Value(match, kept)).ToString());

    private static string Value(Match match, Dictionary<string, string> kept) =>
        kept.GetValueOrDefault(match.Groups[1].Value) ?? throw new InvalidDataException($"'{match.Value}' was not kept.");

    private static string? Select(JsonNode? node, string path)
    {
        foreach (var part in path.Split('.'))
            node = int.TryParse(part, out var index) ? node?[index] : node?[part];
        return node?.ToString();
    }

    [GeneratedRegex(@"""\$\{(\w+):number\}""")]
    private static partial Regex Number();

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Variable();
}
