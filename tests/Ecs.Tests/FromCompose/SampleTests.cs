using System.Text;
using Slipway.Ecs.FromCompose;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.FromCompose;

/// <summary>
/// Compose files in many styles, read by Compose itself and converted for each kind of environment. Beside each file stands what comes out:
/// <c>NAME.txt</c>. SLIPWAY_RENEW=1 writes these anew, for the difference to be read.
/// </summary>
public sealed class SampleTests
{
    private const string ProjectDirectory = "/project";

    internal static readonly string Folder = Path.Combine(Workspace.Repository, "tests/Ecs.Tests/FromCompose/Samples");

    private static IEnumerable<string> Samples => Directory.GetFiles(Folder, "*.yaml").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Samples))]
    public async Task A_Compose_file_is_converted_as_it_stands_beside_it(string sample)
    {
        var compose = await ReadAsync(sample, "config", "--format", "json");
        var written = await ReadAsync(sample, "config", "--no-interpolate", "--format", "json");

        var text = new StringBuilder();
        Append(text, "rehearsal", TaskDefinitionConverter.Convert(Interpolated(compose), Options(written) with { IsRehearsal = true }));
        Append(text, "ec2", TaskDefinitionConverter.Convert(Interpolated(compose), Options(written)));
        Append(text, "fargate", TaskDefinitionConverter.Convert(Interpolated(compose), Options(written) with { LaunchType = LaunchType.Fargate }));

        var golden = Path.Combine(Folder, $"{sample}.txt");
        if (Environment.GetEnvironmentVariable("SLIPWAY_RENEW") == "1") await File.WriteAllTextAsync(golden, text.ToString());
        Assert.That(text.ToString(), Is.EqualTo(await File.ReadAllTextAsync(golden)),
            $"{golden} is stale. Renew it with: SLIPWAY_RENEW=1 dotnet test tests/Ecs.Tests --filter \"FullyQualifiedName~SampleTests\"; then check what git diff says.");
    }

    internal static async Task<string> ReadAsync(string sample, params IReadOnlyList<string> command)
    {
        var variables = new Dictionary<string, string?> { ["POSTGRES_PASSWORD"] = null, ["TAG"] = null, ["TOKEN"] = null, ["DB_PASSWORD"] = null, ["LOG_LEVEL"] = null, ["SHOP_HOST"] = "10.0.0.7", ["SHOP_SECRET"] = "hunter2hunter2" };
        var result = await CommandRunner.RunAsync(
            new("docker", ["compose", "--project-name", "shop", "--file", Path.Combine(Folder, $"{sample}.yaml"), .. command]) { Environment = variables }, TestContext.CurrentContext.CancellationToken);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        return result.Output.Replace(Folder, ProjectDirectory, StringComparison.Ordinal);
    }

    internal static ComposeDocument Interpolated(string json)
    {
        Assert.That(ComposeDocument.TryRead(json, isInterpolated: true, out var document, out var problem), Is.True, problem);
        return document!;
    }

    internal static ConversionOptions Options(string written)
    {
        Assert.That(ComposeDocument.TryRead(written, isInterpolated: false, out var document, out var problem), Is.True, problem);
        return new()
        {
            Family = "staging-shop",
            LogGroup = "/ecs/staging-shop",
            Region = "eu-west-2",
            Images = document!.Services.Where(service => service.IsBuilt).ToDictionary(service => service.Name, service => $"shop.{service.Name}"),
            ExecutionRoleArn = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole",
            SecretArn = name => $"arn:aws:ssm:eu-west-2:123456789012:parameter/shop/{name}",
            ProjectDirectory = ProjectDirectory,
            HoldsData = path => path.EndsWith("/uploads", StringComparison.Ordinal),
            TextOf = path => path.EndsWith("/pw.txt", StringComparison.Ordinal) ? "from-a-file\n" : null,
            Written = document,
        };
    }

    private static void Append(StringBuilder text, string title, Conversion conversion)
    {
        text.Append("=== ").Append(title).Append(" ===\n");
        foreach (var refusal in conversion.Refusals) text.Append("refused: ").Append(refusal).Append('\n');
        foreach (var warning in conversion.Warnings) text.Append("warning: ").Append(warning).Append('\n');
        foreach (var (service, variables) in conversion.Private) text.Append("private: ").Append(service).Append(": ").AppendJoin(", ", variables.Keys).Append('\n');
        text.Append(conversion.Document?.ToJson());
    }
}
