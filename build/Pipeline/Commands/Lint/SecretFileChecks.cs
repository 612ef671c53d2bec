using Slipway.Ecs.Linting;
using Slipway.Pipeline.Build.Inputs;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>Whether a secret file lies where a build can copy it into a layer of an image.</summary>
internal static class SecretFileChecks
{
    public static IEnumerable<Finding> Find(LintEnvironment environment, IReadOnlyList<ComposeService> services, Paths paths) =>
        from build in services.Where(service => service.Context is not null).DistinctBy(service => (service.Context, IgnoreFile(service)))
        from secret in environment.SecretFiles
        let inContext = Path.GetRelativePath(build.Context!, paths.InRepository(secret.Path)).Replace('\\', '/')
        where !inContext.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(inContext)
        let ignoreFile = IgnoreFile(build)
        where ignoreFile is null || !DockerIgnore.Parse(File.ReadAllText(ignoreFile)).Ignores(inContext)
        let context = Path.GetRelativePath(paths.Root, build.Context!)
        let why = ignoreFile is null ? "there is no .dockerignore" : $"{Path.GetRelativePath(paths.Root, ignoreFile)} lets it through"
        select new Finding(
            ProjectRules.SecretInContext, ProjectRules.SecretInContext.Severity, "",
            $"'{secret.Path}' is inside the build context '{context}' of service '{build.Name}', and {why}.", secret.Place);

    private static string? IgnoreFile(ComposeService service) => DockerIgnore.FileOf(service.Context!, service.Dockerfile!);
}
