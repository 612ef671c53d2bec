using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>Compose files that need variables which nothing on this machine sets.</summary>
public sealed class MissingVariableTests
{
    private const string Blank = "services: { web: { image: \"shop:${TAG}\", environment: { HOST: \"${SHOP_HOST}\", COLOUR: \"${COLOUR:-blue}\", DOLLAR: \"$${NOT}\" } } }";

    [Test]
    public async Task With_an_example_of_the_file_each_is_named_and_nothing_is_written()
    {
        using var folder = new ApplicationFolder(Blank);
        folder.Write(".env.example", "TAG=1\nSHOP_HOST=shop.example.org\nUNUSED=x\n");

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync());

        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((
            ExitCodes.Configuration,
            "compose.yaml cannot be used yet. Variables are missing: SHOP_HOST, TAG. There is an example of the file that has them: cp .env.example .env, fill it in, and run Init again.")));
        Assert.That(folder.Files, Is.EqualTo(new[] { ".env.example" }));
    }

    [Test]
    public async Task Without_an_example_they_are_blank_as_for_Compose_and_named()
    {
        using var folder = new ApplicationFolder(Blank.Replace("shop:${TAG}", "shop:1${TAG}", StringComparison.Ordinal));

        await folder.InitAsync();

        Assert.That(folder.Said, Has.One.EqualTo("Set nowhere here, and so taken for blank, as Compose does it: SHOP_HOST, TAG."));
        Assert.That(folder.Read("taskdefs/local-taskdef.json"), Does.Contain("\"shop:1\""));
    }

    [Test]
    public async Task Those_that_are_required_are_all_named_where_Compose_names_the_first()
    {
        using var folder = new ApplicationFolder("services: { web: { image: \"shop:${TAG:?say which}\", environment: [\"A=${A?}\", \"B=$B\", \"C=${C-c}\", \"D=${D:+d}\", \"E=${E:?}\"] } }");
        folder.Write(".env", "E=set\n");

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync());

        Assert.That(refused!.ExitCode, Is.EqualTo(ExitCodes.Configuration));
        Assert.That(refused.Message, Does.StartWith("compose.yaml is not valid; Compose says:\n").And.EndsWith("\nVariables without a value: TAG, A, B. Set them in .env or in the environment, and run Init again."));
    }

    [TestCase("app.env", "sample.app.env")]
    [TestCase("config/.env", "config/example.env")]
    [TestCase(".env", ".env.dist")]
    public async Task A_file_of_variables_that_is_missing_is_copied_from_its_example(string file, string example)
    {
        using var folder = new ApplicationFolder($"services: {{ web: {{ build: ., env_file: [{file}] }} }}");
        folder.Write(example, "# The shop\nexport TOKEN=\nCOLOUR=blue\n");

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync());

        Assert.That(refused!.ExitCode, Is.EqualTo(ExitCodes.Configuration));
        Assert.That(refused.Message, Does.EndWith($"\nVariables are missing: TOKEN, COLOUR. There is an example of the file that has them: cp {example} {file}, fill it in, and run Init again."));
    }
}
