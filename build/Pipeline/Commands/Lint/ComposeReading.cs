using System.Text.Json.Nodes;
using Slipway.Docker;
using Slipway.Ecs.Linting;
using Slipway.Ecs.Sources;
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>The Compose application as far as it could be read, and why not further.</summary>
/// <param name="Definitions">The services as Compose describes them; empty when it could not be asked.</param>
public sealed record ComposeReading(JsonObject Definitions, IReadOnlyList<Finding> Problems)
{
    // What docker says about "docker compose --file …" when it does not know the command.
    private static readonly string[] NoCompose = ["is not a docker command", "unknown docker command", "unknown flag: --file"];

    /// <summary>Services that run the image of another one, and that one.</summary>
    public IReadOnlyDictionary<string, string> Shared { get; private init; } = new Dictionary<string, string>();

    /// <summary>Asks <c>docker compose config</c>, which needs no engine.</summary>
    public static async Task<ComposeReading> ReadAsync(DockerCli docker, Settings settings, Paths paths, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("slipway-lint-");
        var model = new ComposeModel(docker, settings, folder.FullName, paths);
        var place = LintEnvironment.PlaceOf(settings.Compose.Place);
        try
        {
            await model.CheckAsync(cancellation);
            return new(model.Definitions, []) { Shared = model.Shared };
        }
        catch (ConfigurationException wrong)
        {
            return new(model.Definitions, [.. wrong.Errors.Select(ConfigurationFindings.Of)]) { Shared = model.Shared };
        }
        catch (RunFailedException missing) when (NoCompose.Any(words => missing.Message.Contains(words, StringComparison.Ordinal)))
        {
            return Without(place, "Docker has no Compose on this machine");
        }
        catch (RunFailedException invalid)
        {
            // The message begins with the place, which a finding has anyway.
            return new([], [new(ProjectRules.InvalidCompose, Severity.Error, "", $"{invalid.Message[(invalid.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd('.')}.", place)]);
        }
        catch (ToolMissingException)
        {
            return Without(place, "Docker's command line is not on this machine");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    internal IReadOnlyList<ComposeService> Services(Paths paths) => [.. Definitions.Select(service => ComposeService.Read(service.Key, service.Value, paths.Root))];

    private static ComposeReading Without(SourcePlace place, string why) => new(
        [], [new(ProjectRules.WithoutCompose, Severity.Info, "", $"{why}, so {ProjectRules.MissingDependency.Id}, {ProjectRules.PortMismatch.Id} and {ProjectRules.SecretInContext.Id} were left out.", place)]);
}
