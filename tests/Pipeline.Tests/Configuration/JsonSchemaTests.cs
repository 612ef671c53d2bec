using System.ComponentModel;
using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration.Reference;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Configuration;

/// <summary>The committed schema in a validator that others wrote: ajv, from npm, in the versions of the lock file beside it.</summary>
public sealed class JsonSchemaTests
{
    private const string ValidatorFolder = "tests/Pipeline.Tests/Schema";

    private static readonly string[] Sample = ["slipway.yml"];

    private string _folder = "";
    private JsonNode _result = new JsonObject();

    [OneTimeSetUp]
    public async Task Validate()
    {
        _folder = Directory.CreateTempSubdirectory("slipway-schema-").FullName;
        foreach (var file in Directory.GetFiles(SettingsFiles.Absolute(ValidatorFolder))) File.Copy(file, Path.Join(_folder, Path.GetFileName(file)));
        await RunAsync("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        var files = Sample.Concat(SettingsFiles.Good.Select(SettingsFiles.GoodFile)).Concat(SettingsFiles.Bad.Select(SettingsFiles.BadFile)).Select(SettingsFiles.Absolute);

        _result = JsonNode.Parse(await RunAsync("node", ["validate.mjs", SettingsFiles.Absolute(SettingsSchema.FileName), .. files]))!;
    }

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void The_schema_is_one_and_its_own_defaults_and_examples_are_valid() => Assert.That(_result["schema"]!.AsArray(), Is.Empty);

    [Test]
    public void It_accepts_every_right_file()
    {
        var refused = Sample.Concat(SettingsFiles.Good.Select(SettingsFiles.GoodFile)).SelectMany(file => Problems(file).Select(problem => $"{file}: {problem}"));

        Assert.That(refused, Is.Empty);
    }

    [Test]
    public void It_refuses_every_wrong_file_but_those_that_say_what_a_schema_cannot_tell()
    {
        var wrong = SettingsFiles.Bad.Where(name => SettingsFiles.IsWrongForSchema(SettingsFiles.BadFile(name))).ToList();

        var refused = SettingsFiles.Bad.Where(name => Problems(SettingsFiles.BadFile(name)).Count > 0).ToList();

        Assert.That(refused, Is.EqualTo(wrong));
    }

    private List<string> Problems(string file) => [.. _result["files"]![SettingsFiles.Absolute(file)]!.AsArray().Select(problem => (string)problem!)];

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        try
        {
            var result = await CommandRunner.RunAsync(new(program, arguments) { WorkingDirectory = _folder }, CancellationToken.None);
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            return result.Output;
        }
        catch (Win32Exception)
        {
            Assert.Ignore($"'{program}' is not on PATH, so no public validator checks {SettingsSchema.FileName}. Install Node.js, with npm.");
            return "";
        }
    }
}
