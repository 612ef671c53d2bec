using Slipway.Docker;
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.Redaction;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Build.Gates;

/// <summary>Runs the gates, all at the same time, and lets the run continue when all of them have passed.</summary>
public sealed class QualityGates(DockerCli docker, ComposeApplication application, RunDirectory run, SecretValues secrets, Paths paths, ILog log, TimeProvider time)
{
    private const int PrintedLines = 40;

    /// <summary>Files of the repository that a gate's container must not read.</summary>
    public IReadOnlyList<string> SecretFiles { get; init; } = [];

    private readonly Lock _turn = new();
    private readonly SarifFile _kept = new(secrets, paths);

    /// <summary>Removes what an earlier run has kept.</summary>
    public void Clear() => _kept.Clear();

    /// <summary>Before the first task: what the gates need of this machine is here.</summary>
    /// <param name="later">Variables that the run itself will set.</param>
    /// <exception cref="RunFailedException">Variables are missing (exit code 3), or cannot be handed on without being seen (2); all of them are named.</exception>
    public static void Require(IReadOnlyList<GateSettings> gates, IReadOnlyDictionary<string, string> variables, IReadOnlyCollection<string> later)
    {
        ArgumentNullException.ThrowIfNull(gates);
        List<string> visible = [.. from gate in gates
                                   where gate.Image is not null || gate.Service is not null
                                   from name in gate.NeededVariables
                                   where !InheritedVariables.IsInheritable(name)
                                   select $"{gate.Place}: gate '{gate.Name}' is to get the variable '{name}', which steers docker itself, so that it would stand in a command line. Give it another name."];
        if (visible.Count > 0) throw new RunFailedException(ExitCodes.Configuration, string.Join('\n', visible));
        List<string> missing = [.. from gate in gates
                                   from name in gate.NeededVariables
                                   where variables.GetValueOrDefault(name) is null or "" && !later.Contains(name)
                                   select $"{gate.Place}: gate '{gate.Name}' needs the environment variable '{name}', which is not set. Set it in the build service's secrets, or fetch it under 'secrets'."];
        if (missing.Count > 0) throw new RunFailedException(ExitCodes.Prerequisite, string.Join('\n', missing));
    }

    /// <exception cref="RunFailedException">Gates failed: 4 when one has found something or could not be judged, 3 when all that failed lack something outside the application.</exception>
    public async Task CheckAsync(IReadOnlyList<GateSettings> gates, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(gates);
        var process = EnvironmentVariables.OfThisProcess();
        Require(gates, process, []);
        var verdicts = await Task.WhenAll(gates.Select(gate => RunAsync(gate, process, cancellation)));
        foreach (var (severity, text) in GateTable.Lines(verdicts)) log.Write(severity, text);
        foreach (var verdict in verdicts) log.Information("{0}", GateTable.Summary(verdict));
        var failed = verdicts.Where(verdict => verdict.Problem is not null).ToList();
        if (failed.Count == 0) return;
        throw new RunFailedException(failed.Max(verdict => verdict.ExitCode), $"{string.Join('\n', failed.Select(verdict => verdict.Problem))}\nNothing was tagged or pushed.");
    }

    private async Task<GateVerdict> RunAsync(GateSettings gate, IReadOnlyDictionary<string, string> process, CancellationToken cancellation)
    {
        var values = gate.Variables.Distinct().ToDictionary(name => name, name => process[name]);
        foreach (var (name, value) in values) secrets.AddFile($"{name}={value}");
        log.Information("Gate '{0}' runs {1}.", gate.Name, gate.Image is { } image ? $"in a container of {image}" : gate.Service is { } service ? $"in service '{service}'" : "on this machine");
        var output = new TailedOutput(log, PrintedLines);
        var verdict = await RunAsync(gate, values, process, output.Add, cancellation);
        if (verdict.Problem is null || verdict.Findings.Any(finding => finding.Fails) || output.Lines.Count == 0) return verdict;

        // One at a time: gates that end together would mix their lines.
        lock (_turn)
        {
            log.Error("{0}", $"The output of gate '{gate.Name}':");
            output.Print();
        }

        return verdict;
    }

    private async Task<GateVerdict> RunAsync(GateSettings gate, IReadOnlyDictionary<string, string> values, IReadOnlyDictionary<string, string> process, Action<string> onLine, CancellationToken cancellation)
    {
        IGateProgram program = gate.Image is not null ? new ContainerProgram(docker, application, run, paths, SecretFiles) : gate.Service is not null ? new ServiceProgram(application) : new MachineProgram(gate, run, paths, time);
        try
        {
            if (gate.SonarQube is null) return await new SarifGate(program, _kept, paths, log, time).RunAsync(gate, values, onLine, cancellation);
            secrets.Add(process[gate.SonarQube.Token]);
            return await new SonarQubeGate(program, log, time).RunAsync(gate, values, process[gate.SonarQube.Token], onLine, cancellation);
        }
        catch (RunFailedException failure)
        {
            return new(gate, [], failure.Message, failure.ExitCode);
        }
        catch (ToolException slow) when (slow.TimedOut)
        {
            return GateVerdict.Failed(gate, [], $"{gate.Place}: gate '{gate.Name}' did not end within {gate.Timeout.TotalSeconds:0} s and was stopped. Give it less to do, or a longer 'timeout'.");
        }
    }
}
