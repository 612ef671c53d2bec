using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.FromCompose;

/// <summary>What stands beside the samples is registered by an independent reading of AWS's documents, moto's server.</summary>
public sealed class RegistrationTests
{
    /// <summary>Those with the most members; the command line checks every member against AWS's own model, and takes a second for each.</summary>
    private static readonly string[] Rich = ["kernel", "laravel", "names", "volumes"];

    [Test]
    public async Task Every_task_definition_of_the_samples_is_registered()
    {
        if (MotoProcess.Missing is { } reason) Assert.Ignore(reason);
        await using var server = await MotoProcess.StartAsync(CancellationToken.None);
        using var aws = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = server.Endpoint, AccessKeyId = "x", SecretAccessKey = new("x") });
        var documents = Documents().ToList();

        foreach (var (_, document) in documents) await aws.Ecs.RegisterTaskDefinitionAsync(document, CancellationToken.None);
        foreach (var (sample, document) in documents.Where(pair => Rich.Contains(pair.Sample))) await RegisterByCommandLineAsync(sample, document, server.Endpoint);

        Assert.That(documents, Has.Count.GreaterThan(60));
    }

    private static IEnumerable<(string Sample, JsonObject Document)> Documents() =>
        from file in Directory.GetFiles(SampleTests.Folder, "*.txt").Order(StringComparer.Ordinal)
        from section in File.ReadAllText(file).Split("=== ")
        let begin = section.IndexOf("\n{", StringComparison.Ordinal)
        where begin >= 0
        select (Path.GetFileNameWithoutExtension(file), JsonNode.Parse(section[begin..])!.AsObject());

    private static async Task RegisterByCommandLineAsync(string sample, JsonObject document, Uri endpoint)
    {
        var variables = new Dictionary<string, string?> { ["AWS_ACCESS_KEY_ID"] = "x", ["AWS_SECRET_ACCESS_KEY"] = "x", ["AWS_DEFAULT_REGION"] = "eu-west-2", ["AWS_PAGER"] = "" };
        var result = await CommandRunner.RunAsync(
            new("aws", "--endpoint-url", endpoint.ToString(), "ecs", "register-task-definition", "--cli-input-json", document.ToJsonString()) { Environment = variables }, CancellationToken.None);
        Assert.That(result.ExitCode, Is.Zero, $"{sample}: {result.Error}");
    }
}
