using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Ecs.FromCompose;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>Finds the commands that migrate and test an application, where its files leave no doubt.</summary>
internal static class StepDetection
{
    public static StepHint? Migrate(IEnumerable<ComposeService> services) =>
        Find(services, "artisan", ["php", "artisan", "migrate", "--force"])
        ?? Find(services, "manage.py", ["python", "manage.py", "migrate", "--noinput"])
        ?? Find(services, "bin/rails", ["bin/rails", "db:migrate"])
        ?? Script(services, "migrate");

    public static StepHint? Test(IEnumerable<ComposeService> services) =>
        Find(services, "phpunit.xml", ["vendor/bin/phpunit"])
        ?? Find(services, "phpunit.xml.dist", ["vendor/bin/phpunit"])
        ?? Find(services, "manage.py", ["python", "manage.py", "test"])
        ?? Find(services, "pytest.ini", ["pytest"])
        ?? Script(services, "test");

    private static StepHint? Find(IEnumerable<ComposeService> services, string file, IReadOnlyList<string> command) =>
        Running(services).FirstOrDefault(service => service.BuildContext is { } context && File.Exists(Path.Combine(context, file))) is { } found ? new(found.Name, command, file) : null;

    /// <summary>A command needs a container that is still there: a service that does its work and ends has none.</summary>
    private static IEnumerable<ComposeService> Running(IEnumerable<ComposeService> services) =>
        services.Where(service => service.Restart != "no" && !services.Any(other => other.DependsOn.GetValueOrDefault(service.Name) == "service_completed_successfully"));

    /// <summary>A script of package.json, other than the one that npm itself puts there.</summary>
    private static StepHint? Script(IEnumerable<ComposeService> services, string name)
    {
        foreach (var service in Running(services))
        {
            var file = service.BuildContext is { } context ? Path.Combine(context, "package.json") : null;
            if (file is not null && File.Exists(file) && Read(file, name) is { } script && !script.Contains("no test specified", StringComparison.Ordinal))
                return new(service.Name, ["npm", "run", name], "package.json");
        }

        return null;
    }

    private static string? Read(string file, string script)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) is JsonObject package && package["scripts"] is JsonObject scripts && scripts[script] is JsonValue value
                && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException)
        {
            // Whoever uses the file will say so; here it is only checked for a suggestion.
            return null;
        }
    }
}
