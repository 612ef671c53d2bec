using System.Globalization;
using System.Text.Json;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Build.Gates;

/// <summary>Runs a scanner of SonarQube, waits until the server has processed its analysis, and asks for the project's quality gate.</summary>
public sealed class SonarQubeGate(IGateProgram program, ILog log, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private string _told = "";

    public async Task<GateVerdict> RunAsync(GateSettings gate, IReadOnlyDictionary<string, string> variables, string token, Action<string> onLine, CancellationToken cancellation)
    {
        var settings = gate.SonarQube!;
        var report = settings.Report ?? $"{program.Scratch}/report-task.txt";
        var run = await program.RunAsync(gate, new Dictionary<string, string>([.. variables, .. Variables(settings, token, report)]), report, onLine, cancellation);
        if (run.ExitCode != 0) return GateVerdict.Failed(gate, [], $"{gate.Place}: the scanner of gate '{gate.Name}' failed with exit code {run.ExitCode}. Its output is above.");
        if (ReportTask.Parse(run.File ?? "") is not { } task)
            return GateVerdict.Failed(gate, [], $"{gate.Place}: the scanner of gate '{gate.Name}' left no report-task.txt with a 'ceTaskId' at '{report}', so that there is no analysis to wait for. Its output is above; 'gates.{gate.Name}.sonarqube.report' names another place.");
        var server = new SonarQubeServer(settings, token);
        log.Information("Gate '{0}': the server is processing the analysis{1}.", gate.Name, task.Dashboard is { } page ? $" of {page}" : "");
        return await WaitAsync(gate, server, task, cancellation) is { } analysis ? await JudgeAsync(gate, server, task, analysis, cancellation) : NotProcessed(gate, task);
    }

    /// <summary>
    /// Not as SONAR_TOKEN: the entry point of the image sonarsource/sonar-scanner-cli makes an argument of that. The scanners' library reads properties from the JSON of one of
    /// the two variables, by its version.
    /// https://docs.sonarsource.com/sonarqube-server/analyzing-source-code/analysis-parameters, and EnvironmentConfig in https://github.com/SonarSource/sonar-scanner-java-library
    /// </summary>
    private Dictionary<string, string> Variables(SonarQubeSettings settings, string token, string report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("sonar.projectKey", settings.Project);
            json.WriteString("sonar.token", token);
            json.WriteString("sonar.working.directory", $"{program.Scratch}/.scannerwork");
            if (settings.Report is null) json.WriteString("sonar.scanner.metadataFilePath", report);
            json.WriteEndObject();
        }

        var properties = System.Text.Encoding.UTF8.GetString(buffer.ToArray());
        return new() { ["SONAR_HOST_URL"] = settings.Url, ["SONAR_SCANNER_JSON_PARAMS"] = properties, ["SONARQUBE_SCANNER_PARAMS"] = properties };
    }

    /// <returns>The analysis; null when it was not processed in time.</returns>
    /// <exception cref="RunFailedException">The server refuses, or could not process it.</exception>
    private async Task<string?> WaitAsync(GateSettings gate, SonarQubeServer server, ReportTask task, CancellationToken cancellation)
    {
        for (var begin = time.GetTimestamp(); time.GetElapsedTime(begin) < gate.SonarQube!.Wait; await Task.Delay(Interval, time, cancellation))
        {
            var state = await server.TryAsync(() => server.GetTaskAsync(task.Id, cancellation), trouble => Tell(gate, trouble));
            switch (state?.Status)
            {
                case "SUCCESS":
                    return state.Analysis ?? throw new RunFailedException(ExitCodes.Application, $"{gate.Place}: the server has processed task {task.Id} of gate '{gate.Name}' and names no analysis, so that there is no quality gate to ask for.");
                case "FAILED" or "CANCELED":
                    throw new RunFailedException(ExitCodes.Application, $"{gate.Place}: the server could not process the analysis of gate '{gate.Name}': task {task.Id} is {state.Status}{(state.Error is { } error ? $": {error.TrimEnd('.')}" : "")}. See 'Background tasks' of the project.");
            }
        }

        return null;
    }

    private async Task<GateVerdict> JudgeAsync(GateSettings gate, SonarQubeServer server, ReportTask task, string analysis, CancellationToken cancellation)
    {
        for (var begin = time.GetTimestamp(); ; await Task.Delay(Interval, time, cancellation))
        {
            var state = await server.TryAsync(() => server.GetQualityGateAsync(analysis, cancellation), trouble => Tell(gate, trouble));
            if (state is not null) return Judge(gate, state, task);
            if (time.GetElapsedTime(begin) >= gate.SonarQube!.Wait) return NotProcessed(gate, task);
        }
    }

    /// <summary>OK passes, and so does WARN, which servers before 7.6 have; nothing else does.</summary>
    private GateVerdict Judge(GateSettings gate, QualityGateState state, ReportTask task)
    {
        var findings = state.Conditions.Where(condition => condition.Status != "OK").Select(condition => Finding(condition)).ToList();
        var page = task.Dashboard is { } url ? $" See {url}." : "";
        if (state.Status is "OK" or "WARN")
        {
            if (state.Conditions.Count == 0) log.Warning("Gate '{0}': the quality gate has no condition that this analysis could break, as on a first analysis: {1} passes whatever it is.", gate.Name, gate.SonarQube!.Project);
            return new(gate, findings, null, 0);
        }

        var problem = state.Status == "NONE"
            ? $"project '{gate.SonarQube!.Project}' has no quality gate on the server. Give it one.{page}"
            : $"the quality gate of project '{gate.SonarQube!.Project}' is {state.Status}: {string.Join("; ", findings.Where(finding => finding.Fails).Select(finding => finding.Message).DefaultIfEmpty("the server does not say why"))}.{page}";
        return GateVerdict.Failed(gate, findings, $"{gate.Place}: gate '{gate.Name}': {problem}");
    }

    private static GateFinding Finding(QualityGateCondition condition)
    {
        var relation = condition.Comparator switch { "LT" => "less than", "GT" => "more than", "EQ" => "equal to", "NE" => "not equal to", var other => other };
        var actual = double.TryParse(condition.Actual, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("0.##", CultureInfo.InvariantCulture) : condition.Actual ?? "unknown";
        var fails = condition.Status != "WARN";
        return new(fails ? GateLevel.Error : GateLevel.Warning, null, condition.Metric, "", 0, $"{condition.Metric} is {actual}, {relation} {condition.Threshold ?? "its limit"}", fails);
    }

    /// <summary>Once for each kind of trouble.</summary>
    private void Tell(GateSettings gate, string trouble)
    {
        if (trouble != _told) log.Warning("Gate '{0}': asking again: {1}", gate.Name, trouble);
        _told = trouble;
    }

    private static GateVerdict NotProcessed(GateSettings gate, ReportTask task) => new(
        gate, [], $"{gate.Place}: the server has not answered for the analysis of gate '{gate.Name}' (task {task.Id}) within {gate.SonarQube!.Wait.TotalSeconds:0} s. Look at 'Background tasks' of the project, or raise 'gates.{gate.Name}.sonarqube.wait'.", ExitCodes.Prerequisite);
}
