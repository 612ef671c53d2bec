using Slipway.Pipeline.Build.Inputs;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Build.Inputs;

public sealed class DockerIgnoreTests
{
    private static readonly string[] Files =
        [".env", "app.key", "docs/readme.md", "docs/img/logo.png", "keys/prod.p8", "keys/old/prod.p8", "src/.env", "src/a b.txt", "src/main.c", "src/x.c", "storage/logs/app.log"];

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("nothing", "", []);
        yield return Case("a file at the top only", ".env", [".env"]);
        yield return Case("a leading slash means the context", "/.env\n/src/main.c", [".env", "src/main.c"]);
        yield return Case("at any depth", "**/.env", [".env", "src/.env"]);
        yield return Case("below a folder at any depth", "keys/**/prod.p8", ["keys/prod.p8", "keys/old/prod.p8"]);
        yield return Case("a folder with all in it", "keys/", ["keys/prod.p8", "keys/old/prod.p8"]);
        yield return Case("a star stays in its component", "keys/*.p8", ["keys/prod.p8"]);
        yield return Case("two stars at the end", "storage/**", ["storage/logs/app.log"]);
        yield return Case("a question mark is one character", "src/?.c", ["src/x.c"]);
        yield return Case("a class of characters", "src/[a-x].c", ["src/x.c"]);
        yield return Case("everything", "*", Files);
        yield return Case("everything but one", "*\n!src/main.c", [.. Files.Where(file => file != "src/main.c")]);
        yield return Case("the last match wins", "**/*.p8\n!keys/prod.p8\nkeys/prod.p8", ["keys/prod.p8", "keys/old/prod.p8"]);
        yield return Case("undone from an ignored folder", "keys\n!keys/old", ["keys/prod.p8"]);
        yield return Case("comments, blanks, dots and carriage returns", "# .env\n\n  ./docs/../src/main.c  \r\n#!x\n", ["src/main.c"]);
        yield return Case("a space in a name", "src/a b.txt", ["src/a b.txt"]);
    }

    [TestCaseSource(nameof(Cases))]
    public void Patterns_ignore_what_docker_ignores(string patterns, string[] ignored)
    {
        var ignore = DockerIgnore.Parse(patterns);

        Assert.That(Files.Where(ignore.Ignores), Is.EquivalentTo(ignored));
    }

    [TestCaseSource(nameof(Cases))]
    public async Task The_builder_itself_ignores_the_same(string patterns, string[] ignored)
    {
        var folder = Directory.CreateTempSubdirectory("slipway-context-");
        try
        {
            foreach (var file in Files) Write(folder, $"context/{file}");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "context", ".dockerignore"), patterns);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Dockerfile"), "FROM scratch\nCOPY . /\n");

            var build = await CommandRunner.RunAsync(
                new("docker", "buildx", "build", "--quiet", "--file", "Dockerfile", "--output", "type=local,dest=sent", "context") { WorkingDirectory = folder.FullName }, CancellationToken.None);

            Assert.That(build.ExitCode, Is.Zero, build.Error);
            Assert.That(Files.Where(file => !File.Exists(Path.Combine(folder.FullName, "sent", file))), Is.EquivalentTo(ignored));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static TestCaseData Case(string name, string patterns, string[] ignored) => new TestCaseData(patterns, ignored).SetArgDisplayNames(name);

    private static void Write(DirectoryInfo folder, string file)
    {
        var path = Path.Combine(folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "x");
    }
}
