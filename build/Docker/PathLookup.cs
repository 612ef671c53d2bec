using Cake.Core;
using Cake.Core.IO;
using Cake.Core.Tooling;

namespace Slipway.Docker;

/// <summary>
/// Finds a tool on PATH only. Cake's own strategy searches <c>./tools</c> first, where docker never is, and cannot do that when the
/// working directory is the root of the file system.
/// </summary>
internal sealed class PathLookup(ICakeEnvironment environment) : IToolResolutionStrategy
{
    public FilePath Resolve(IToolRepository repository, string tool) => Resolve(repository, [tool]);

    public FilePath Resolve(IToolRepository repository, IEnumerable<string> toolExeNames)
    {
        var names = toolExeNames.ToArray();
        var directories = environment.GetEnvironmentVariable("PATH")?.Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var onPath = (directories ?? [])
            .SelectMany(directory => names.Select(name => System.IO.Path.Combine(directory, name)))
            .Where(File.Exists)
            .Select(file => new FilePath(file));

        // The interface knows no null, its callers do.
        return names.SelectMany(repository.Resolve).Concat(onPath).FirstOrDefault()!;
    }
}
