using Cake.Core.Diagnostics;
using Slipway.Docker;
using Slipway.Ecs.Linting;
using Slipway.Pipeline.CommandLine;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Failures;
using Slipway.Pipeline.Tasks;

namespace Slipway.Pipeline.Linting;

/// <summary>Lints the repository of this process and says what it found.</summary>
public sealed class RepositoryLint(BuildIdentityReader identities, Paths paths, ICakeLog log)
{
    private readonly DockerCli _docker = DockerCli.Create(new() { WorkingDirectory = paths.Root }, log);

    /// <summary>Looks at one environment, or at all of them, logs the findings, and writes them to a file when one is named.</summary>
    /// <param name="configuration">The configuration's path, as messages name it.</param>
    /// <param name="invocation">Says which environment (null: all), and which file (relative to the working directory; null: none).</param>
    /// <exception cref="RunFailedException">There are errors; exit code 2.</exception>
    public async Task RunAsync(string configuration, Invocation invocation, CancellationToken cancellation)
    {
        var report = await ReportAsync(configuration, invocation.Environment, invocation.BuildNumber, cancellation);
        foreach (var finding in report.Findings) Say(finding);
        if (invocation.Output is { } output)
        {
            await SarifLog.WriteAsync(report, Path.GetFullPath(output), cancellation);
            log.Information("Wrote {0}.", output);
        }

        if (report.Errors > 0) throw new RunFailedException(ExitCodes.Configuration, report.Summary);
        log.Information("{0}", report.Summary);
    }

    private async Task<LintReport> ReportAsync(string configuration, string? environment, string? buildNumber, CancellationToken cancellation)
    {
        try
        {
            var identity = await identities.ReadAsync(buildNumber, cancellation);
            var names = environment is null ? EnvironmentNames.Read(configuration) : [environment];
            var settings = names.Select(name => SettingsReader.Read(configuration, name, TaskCatalogue.Line)).ToList();
            var environments = new List<(LintEnvironment, ComposeReading)>();
            var readings = new Dictionary<string, ComposeReading>();
            foreach (var each in settings)
            {
                // Environments with the same files and the same references to them have one answer.
                var key = string.Join('\n', each.Compose.Files.Append("").Concat(each.Images.Select(image => image.Service)).Concat(each.Pull.Select(pull => pull.Service)));
                if (!readings.TryGetValue(key, out var compose)) readings.Add(key, compose = await ComposeReading.ReadAsync(_docker, each, paths, cancellation));
                environments.Add((LintEnvironment.Of(each, PlaceholderValues.For(each, identity)), compose));
            }

            return ProjectLinter.Lint(environments, [.. settings.SelectMany(each => each.LintIgnores).Select(ignore => new AllowedFinding(ignore.Rule, ignore.Path, ignore.Reason)).Distinct()], paths, configuration);
        }
        catch (ConfigurationException wrong) when (wrong.Errors.Count > 0)
        {
            return new([.. wrong.Errors.Select(ConfigurationFindings.Of)], 1, 0);
        }
    }

    private void Say(Finding finding)
    {
        var where = finding.JsonPath.Length > 2 ? $" ({finding.JsonPath[2..]})" : "";
        var text = $"{finding.Headline}\n    {finding.Rule.Remedy}{where}";
        switch (finding.Severity)
        {
            case Severity.Error:
                log.Error("{0}", text);
                break;
            case Severity.Warning:
                log.Warning("{0}", text);
                break;
            default:
                log.Information("{0}", text);
                break;
        }
    }
}
