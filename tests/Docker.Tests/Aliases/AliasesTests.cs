using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using NSubstitute;
using Slipway.Docker.Aliases;

namespace Slipway.Docker.Tests.Aliases;

public sealed class AliasesTests
{
    [Test]
    public async Task Aliases_run_the_hosts_docker()
    {
        using var docker = new FakeDocker("echo \"$*\" >> \"$HERE/calls\"; case $1 in login) cat > /dev/null;; buildx) echo 'github.com/docker/buildx v0.13.1';; image) echo '[{\"Id\":\"sha256:1\"}]';; esac; [ \"$2\" = config ] && echo '{}'; exit 0");
        var context = Context(docker);

        await context.DockerLoginAsync("r.test", "AWS", "planted-secret");
        await context.DockerPullAsync("x:1");
        await context.DockerTagAsync("x:1", "y:1");
        var image = await context.DockerInspectImageAsync("y:1");
        await context.DockerLogsAsync("c", 5);
        var buildx = await context.DockerBuildxVersionAsync();
        await context.ComposeConfigAsync(new());
        await context.ComposeUpAsync(new() { ProjectName = "shop", Detach = true });
        await context.ComposeExecAsync(new() { ProjectName = "shop", Service = "app", Command = ["true"] });
        await context.ComposePsAsync(new() { ProjectName = "shop" });
        await context.ComposeLogsAsync(new() { ProjectName = "shop" });
        await context.ComposeDownAsync(new() { ProjectName = "shop", Volumes = true });

        Assert.Multiple(() =>
        {
            Assert.That(image!.Id, Is.EqualTo("sha256:1"));
            Assert.That(buildx, Is.EqualTo("0.13.1"));
            Assert.That(docker.Read("calls").TrimEnd().Split('\n'), Is.EqualTo(new[]
            {
                "login --username AWS --password-stdin r.test",
                "pull --quiet x:1",
                "tag x:1 y:1",
                "image inspect y:1",
                "logs --tail 5 c",
                "buildx version",
                "compose config --format json",
                "compose --project-name shop up --detach",
                "compose --project-name shop exec --no-TTY app true",
                "compose --project-name shop ps --format json",
                "compose --project-name shop logs --no-color",
                "compose --project-name shop down --volumes",
            }));
        });
    }

    private static ICakeContext Context(FakeDocker docker)
    {
        var tools = FakeDocker.Tools();
        tools.RegisterFile(docker.Path("docker"));
        var context = Substitute.For<ICakeContext>();
        context.FileSystem.Returns(new FileSystem());
        context.Environment.Returns(FakeDocker.Environment());
        context.Tools.Returns(tools);
        context.Log.Returns(new NullLog());
        return context;
    }
}
