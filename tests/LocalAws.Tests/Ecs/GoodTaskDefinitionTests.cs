using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Tests.Testing;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Ecs;

/// <summary>What Lint finds nothing wrong with, the command line of AWS registers: as it is written, and with images rendered in.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class GoodTaskDefinitionTests
{
    [Test]
    public async Task LocalAws_registers_them()
    {
        await using var server = await LocalAwsServer.StartAsync();

        await RegisterAllAsync(new(server.Client.BaseAddress!));
    }

    [Test]
    public async Task Moto_registers_them()
    {
        if (MotoProcess.Missing is { } reason) Assert.Ignore(reason);
        await using var moto = await MotoProcess.StartAsync(CancellationToken.None);

        await RegisterAllAsync(new(moto.Endpoint));
    }

    private static async Task RegisterAllAsync(AwsCommand aws)
    {
        var refusals = new List<string>();
        foreach (var file in Files())
        {
            var document = TaskDefinitionDocument.Parse(await File.ReadAllTextAsync(file), Path.GetFileName(file));
            var rendered = document.WithImages(document.Containers.ToDictionary(container => container.Name, container => $"111122223333.dkr.ecr.eu-west-2.amazonaws.com/{container.Name}@sha256:{new string('0', 64)}"));
            // A placeholder is filled in before ECS sees it.
            var asWritten = document.Containers.Any(container => container.Image.Contains('<', StringComparison.Ordinal)) ? Array.Empty<TaskDefinitionDocument>() : [document];
            foreach (var registered in asWritten.Append(rendered))
            {
                var (exitCode, _, error) = await aws.RunAsync("ecs", "register-task-definition", "--cli-input-json", registered.ToRegistration().ToJsonString());
                if (exitCode != 0) refusals.Add($"{Path.GetFileName(file)}: {error}");
            }
        }

        Assert.That(refusals, Is.Empty);
    }

    // The command line itself refuses members that its own model of the API does not have.
    private static IEnumerable<string> Files() =>
        Directory.GetFiles(Path.Combine(Workspace.Repository, "tests", "Ecs.Tests", "Linting", "Good"), "*.json")
            .Concat(Directory.GetFiles(Path.Combine(Workspace.Repository, "taskdefs"), "*.json"))
            .Concat(Directory.GetFiles(Path.Combine(Workspace.Repository, "tests", "Pipeline.Tests", "Deployment", "Releases", "Golden"), "*-taskdef.json", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) != "placeholders-and-unknown-members.json");
}
