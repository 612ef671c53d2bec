using Slipway.Docker.Prerequisites;
using Slipway.Testing;

namespace Slipway.Docker.Tests.Prerequisites;

public sealed class BaseImageTests
{
    // What is asked about is in "calls"; an image that was pulled is there.
    private const string Script = """
        echo "$1 $2" >> "$HERE/calls"
        case "$1" in
          image) [ -f "$HERE/pulled" ] && echo '[{"Id":"sha256:1"}]' || { echo "Error: No such image: $3" >&2; exit 1; } ;;
        """;

    [Test]
    public async Task An_image_that_is_there_is_not_pulled()
    {
        using var docker = new FakeDocker(Script + "\nesac");
        await File.WriteAllTextAsync(docker.Path("pulled"), "");

        await new BaseImage(docker.Cli(), new()).EnsureAsync("debian:bookworm-slim", CancellationToken.None);

        Assert.That(docker.Read("calls"), Is.EqualTo("image inspect\n"));
    }

    [Test]
    public async Task An_image_that_is_missing_is_pulled()
    {
        using var docker = new FakeDocker(Script + "\n pull) touch \"$HERE/pulled\";;\nesac");
        var progress = new List<string>();

        await new BaseImage(docker.Cli(), new() { Progress = progress.Add }).EnsureAsync("debian:bookworm-slim", CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(docker.Read("calls"), Is.EqualTo("image inspect\npull debian:bookworm-slim\n"));
            Assert.That(progress, Is.EqualTo(new[] { "Pull the base image debian:bookworm-slim." }));
        });
    }

    [Test]
    public async Task An_image_that_cannot_be_pulled_nor_made_is_a_missing_prerequisite()
    {
        using var docker = new FakeDocker(Script + "\n pull) echo 'no such host' >&2; exit 1;;\nesac");

        var exception = await Failure.OfAsync<PrerequisiteException>(
            () => new BaseImage(docker.Cli(), new()).EnsureAsync("r.test/app:1", CancellationToken.None));

        Assert.Multiple(() =>
        {
            Assert.That(exception.ExitCode, Is.EqualTo(3));
            Assert.That(exception.Message, Is.EqualTo(
                "The base image 'r.test/app:1' is not on this machine and could not be pulled (docker: Process returned an error (exit code 1).\n"
                + "  docker pull r.test/app:1\n  no such host). Give this machine access to an image registry, or load the image: docker load."));
        });
    }

    [Test]
    public async Task A_registry_that_does_not_answer_is_not_waited_for_longer_than_20_seconds()
    {
        using var docker = new FakeDocker(Script + "\n pull) sleep 1000;;\nesac");
        var time = new ManualTimeProvider();

        var exception = await Failure.OfAsync<PrerequisiteException>(() => time.RunAsync(EnsureAsync(), TimeSpan.FromMinutes(1)));

        Assert.That(exception.Message, Does.Contain("Tool timeout (20 s)"));

        async Task<bool> EnsureAsync()
        {
            await new BaseImage(docker.Cli(), new() { Time = time }).EnsureAsync("r.test/app:1", CancellationToken.None);
            return true;
        }
    }
}
