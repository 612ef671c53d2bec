using Slipway.Aws.Ecr;
using Slipway.Docker.Processes;
using Slipway.Docker.Registry;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Environments.Rehearsal;

/// <summary>
/// Puts images that are built elsewhere into the rehearsal's registry, by the command that <c>pull.*.publish</c> names. The command gets
/// the registry's host and the tag as arguments, the user as REGISTRY_USER, and the password on standard input.
/// </summary>
public sealed class ImagePublisher(RegistryClient registry, RegistryLogin login, PlaceholderValues placeholders, RunDirectory run, Paths paths, ILog log)
{
    public async Task PublishAsync(IReadOnlyList<PullSettings> pulls, CancellationToken cancellation)
    {
        foreach (var pull in pulls.Where(pull => pull.Publish is not null))
        {
            var tag = pull.Tag.Render(placeholders);
            if (await registry.ExistsAsync(new(login.Host, pull.Repository, tag, Digest: null), cancellation)) continue;
            log.Information("Publishing {0}:{1} to the rehearsal's registry: {2}", pull.Repository, tag, string.Join(' ', pull.Publish!));
            await RunAsync(pull, tag, cancellation);
        }
    }

    // A program of the repository is named by its path in it, any other is found on PATH.
    private string Program(string name) => File.Exists(paths.InRepository(name)) ? paths.InRepository(name) : name;

    private async Task RunAsync(PullSettings pull, string tag, CancellationToken cancellation)
    {
        var lines = new Queue<string>();
        var program = new ProgramRun(Program(pull.Publish![0]), [.. pull.Publish.Skip(1), login.Host, tag])
        {
            WorkingDirectory = paths.Root,
            StandardInput = login.Password.Reveal() + "\n",
            // A command that is killed cannot clean up, and its temporary files may hold a login: they go with the run's folder.
            Environment = new Dictionary<string, string> { ["REGISTRY_USER"] = login.UserName, ["TMPDIR"] = run.MakeFolder("tmp") },
            TakeLine = Keep,
        };
        var exitCode = await program.RunAsync(cancellation);
        if (exitCode == 0) return;
        throw new RunFailedException(
            ExitCodes.Application,
            $"{pull.Place}: '{string.Join(' ', pull.Publish)}' could not publish {pull.Repository}:{tag} (exit code {exitCode}):\n{string.Join('\n', lines)}");

        void Keep(string line)
        {
            log.Verbose("{0}", line);
            lock (lines)
            {
                lines.Enqueue(line);
                if (lines.Count > 20) lines.Dequeue();
            }
        }
    }
}
