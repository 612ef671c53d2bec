namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>Where build.sh is, seen from the application, decides how a build server calls it.</summary>
public sealed class ScriptCallTests
{
    private const string Compose = "services: { web: { build: ., ports: [\"80:80\"] } }";

    [Test]
    public async Task Beside_the_application_it_is_called_without_more()
    {
        using var folder = new ApplicationFolder(Compose);
        folder.Slipway = folder.Root;

        await folder.InitAsync();

        Assert.That(folder.Read("buildspec-staging.yml"), Does.Contain("\n      - ./build.sh --target=Deploy --env=staging\n").And.Contains("\n    - .slipway/bin/**/*\n").And.Not.Contains("FILL-IN"));
        Assert.That(folder.Said, Has.One.EqualTo("  ./build.sh --target=Deploy --env=local   (rehearses everything on this machine; it answers at http://127.0.0.1:80/)"));
    }

    [Test]
    public async Task In_a_folder_of_the_repository_it_is_called_there_for_the_application()
    {
        using var folder = new ApplicationFolder(Compose);
        Directory.CreateDirectory(folder.PathOf(".git"));
        folder.Slipway = folder.PathOf("tools/slipway");

        await folder.InitAsync();

        Assert.That(folder.Read("bitbucket-pipelines.yml"), Does.Contain("\n          - ./tools/slipway/build.sh --working=\"$PWD\" --target=PhpUnit --env=local\n").And.Not.Contains("FILL-IN"));
    }

    [Test]
    public async Task Beside_a_folder_with_the_application_it_is_told_the_folder()
    {
        using var folder = new ApplicationFolder(Compose);
        var repository = Path.GetDirectoryName(folder.Root)!;
        Directory.CreateDirectory(Path.Combine(repository, ".git"));
        folder.Slipway = repository;

        await folder.InitAsync();

        Assert.That(folder.Read("buildspec-production.yml"), Does.Contain("\n      - ./build.sh --working=\"$PWD/shop\" --target=Promote --env=production ${APPROVED_BY:+--approved-by=\"$APPROVED_BY\"}\n").And.Contains("\n  base-directory: shop/artifacts\n"));
    }

    [Test]
    public async Task What_Bitbucket_reads_is_at_the_root_of_the_repository()
    {
        using var folder = new ApplicationFolder(Compose);
        var repository = Path.GetDirectoryName(folder.Root)!;
        Directory.CreateDirectory(Path.Combine(repository, ".git"));
        await File.WriteAllTextAsync(Path.Combine(repository, "bitbucket-pipelines.yml"), "mine");

        await folder.InitAsync();
        Assert.That(folder.Said, Has.One.StartsWith("Left ../bitbucket-pipelines.yml as it is"));
        await folder.InitAsync(force: true);

        Assert.That(await File.ReadAllTextAsync(Path.Combine(repository, "bitbucket-pipelines.yml")), Does.Contain("\n          - shop/artifacts/**\n"));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(repository, "bitbucket-pipelines.yml.orig")), Is.EqualTo("mine"));
        Assert.That(folder.Files, Does.Not.Contain("bitbucket-pipelines.yml"));
    }

    [Test]
    public async Task Outside_of_the_repository_its_place_is_to_be_filled_in()
    {
        using var folder = new ApplicationFolder(Compose);

        await folder.InitAsync();

        Assert.That(folder.Read("buildspec-staging.yml"), Does.Contain("\n# FILL-IN: Slipway is not a part of this repository;").And.Contains("\n      - ./slipway/build.sh --working=\"$PWD\" --target=Deploy --env=staging\n"));
    }
}
