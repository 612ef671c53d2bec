using Slipway.Docker;
using Slipway.Ecs.Linting;
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>Lints the repository of this process and says what it found.</summary>
public sealed class RepositoryLint(BuildIdentityReader identities, Paths paths, DockerFactory dockers, ILog log)
{
    private readonly DockerCli _docker = dockers.Create(new() { WorkingDirectory = paths.Root });

    /// <summary>Checks one environment, or at all of them, logs the findings, and writes them to a file when one is named.</summary>
    /// <param name="configuration">The configuration's path, as messages name it.</param>
    /// <param name="invocation">Says which environment (null: all), and which file (relative to the working directory; null: none).</param>
    /// <exception cref="RunFailedException">There are errors; exit code 2.</exception>
    public async Task RunAsync(string configuration, Invocation invocation, CancellationToken cancellation)
    {
        var report = await ReportAsync(configuration, invocation.Get(Options.Environment), invocation.Get(Options.BuildNumber), cancellation);
        foreach (var finding in report.Findings) Say(finding);
        if (invocation.Get(Options.Output) is { } output)
        {
            await SarifLog.WriteAsync(report, Path.GetFullPath(output), cancellation);
            log.Information("Wrote {0}.", output);
        }

        if (report.Errors > 0) throw new RunFailedException(ExitCodes.Configuration, report.Summary);
        log.Information("{0}", report.Summary);
    }

    private async Task<LintReport> ReportAsync(string configuration, string? environment, string? buildNumber, CancellationToken cancellation)
    {
        var mistakes = new List<Finding>();
        var settings = Read(configuration, environment, mistakes);
        if (settings.Count == 0) return new(mistakes, 1, 0);
        var identity = await IdentityAsync(buildNumber, cancellation);
        var environments = new List<(LintEnvironment, ComposeReading)>();
        var readings = new Dictionary<string, ComposeReading>();
        foreach (var each in settings)
        {
            // Environments with the same files and the same references to them have one answer.
            var key = string.Join('\n', each.Compose.Files.Append("").Concat(each.Images.Select(image => image.Service)).Concat(each.Pull.Select(pull => pull.Service)));
            if (!readings.TryGetValue(key, out var compose)) readings.Add(key, compose = await ComposeReading.ReadAsync(_docker, each, paths, cancellation));
            var whole = SharedImages.Complete(each, compose.Shared);
            environments.AddRange(whole.Services.Select(service => (LintEnvironment.Of(whole.Of(service), PlaceholderValues.For(each, identity)), compose)));
        }

        var allowed = settings.SelectMany(each => each.LintIgnores).Select(ignore => new AllowedFinding(ignore.Rule, ignore.Path, ignore.Reason)).Distinct().ToList();
        var report = ProjectLinter.Lint(environments, allowed, paths, configuration);
        return report with { Findings = [.. mistakes, .. report.Findings] };
    }

    /// <summary>An invented one outside a repository: nothing is tagged here, the placeholders only need values of the right form.</summary>
    private async Task<BuildIdentity> IdentityAsync(string? buildNumber, CancellationToken cancellation)
    {
        try
        {
            return await identities.ReadAsync(buildNumber, cancellation);
        }
        catch (RunFailedException)
        {
            return new(buildNumber ?? "1", new('0', 40), "main");
        }
    }

    /// <summary>The environments that can be read; what is wrong with the others is noted, once.</summary>
    private static List<Settings> Read(string configuration, string? environment, List<Finding> mistakes)
    {
        var settings = new List<Settings>();
        try
        {
            foreach (var name in environment is null ? EnvironmentNames.Read(configuration) : [environment])
            {
                try
                {
                    settings.Add(SettingsReader.Read(configuration, name));
                }
                catch (ConfigurationException wrong) when (wrong.Errors.Count > 0)
                {
                    mistakes.AddRange(wrong.Errors.Select(ConfigurationFindings.Of).Where(finding => !mistakes.Contains(finding)));
                }
            }
        }
        catch (ConfigurationException wrong) when (wrong.Errors.Count > 0)
        {
            mistakes.AddRange(wrong.Errors.Select(ConfigurationFindings.Of));
        }

        return settings;
    }

    private void Say(Finding finding)
    {
        var where = finding.JsonPath.Length > 2 ? $" ({finding.JsonPath[2..]})" : "";
        var text = $"{finding.Headline}\n    {finding.Rule.Remedy}{where}";
        var severity = finding.Severity switch { Severity.Error => LogSeverity.Error, Severity.Warning => LogSeverity.Warning, _ => LogSeverity.Information };
        log.Write(severity, text);
        if (LintAnnotation.Of(finding, paths.Root, EnvironmentVariables.OfThisProcess()) is { } annotation) log.Write(severity, annotation.ToString());
    }
}
