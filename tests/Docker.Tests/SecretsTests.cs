namespace Slipway.Docker.Tests;

public sealed class SecretsTests
{
    private const string Secret = "planted-secret";

    [Test]
    public async Task A_password_goes_by_standard_input_and_stands_in_no_argument_list_or_environment()
    {
        using var docker = new FakeDocker("cat /proc/$$/cmdline /proc/$$/environ > \"$HERE/seen\"; cat > \"$HERE/input\"");

        await docker.Cli().LoginAsync("127.0.0.1:5000", "AWS", Secret, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(docker.Read("input"), Is.EqualTo(Secret));
            Assert.That(docker.Read("seen"), Does.Contain("--password-stdin").And.Not.Contain(Secret));
        });
    }

    [Test]
    public async Task A_containers_variables_go_by_a_file_that_only_its_owner_reads_and_that_is_gone_afterwards()
    {
        using var docker = new FakeDocker("""
            cat /proc/$$/cmdline > "$HERE/arguments"
            while [ $# -gt 0 ]; do [ "$1" = --env-file ] && { echo "$2" > "$HERE/path"; stat -c %a "$2" > "$HERE/mode"; cat "$2" > "$HERE/content"; }; shift; done
            printf %s "$KEY" > "$HERE/inherited"
            echo 0123456789
            """);
        var environment = new Dictionary<string, string> { ["PASSWORD"] = Secret, ["EMPTY"] = "", ["KEY"] = $"{Secret}\nsecond line" };

        var id = await docker.Cli().CreateContainerAsync(new() { Image = "x", Environment = environment }, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(id, Is.EqualTo("0123456789"));
            Assert.That(docker.Read("mode"), Is.EqualTo("600\n"));
            Assert.That(docker.Read("content"), Is.EqualTo($"PASSWORD={Secret}\nEMPTY=\n"));
            Assert.That(docker.Read("inherited"), Is.EqualTo($"{Secret}\nsecond line"));
            Assert.That(docker.Read("arguments"), Does.Contain("KEY").And.Not.Contain(Secret));
            Assert.That(File.Exists(docker.Read("path").Trim()), Is.False);
        });
    }

    [Test]
    public async Task A_variable_of_several_lines_that_would_steer_docker_itself_is_refused()
    {
        using var docker = new FakeDocker("exit 0");
        var environment = new Dictionary<string, string> { ["DOCKER_HOST"] = "two\nlines" };

        var exception = await Failure.OfAsync<ArgumentException>(
            () => docker.Cli().CreateContainerAsync(new() { Image = "x", Environment = environment }, CancellationToken.None));

        Assert.That(exception.Message, Does.StartWith("The variable 'DOCKER_HOST' has a value that docker cannot be given"));
    }

    [Test]
    public async Task Build_arguments_and_exec_variables_reach_docker_through_its_environment()
    {
        using var docker = new FakeDocker("cat /proc/$$/cmdline >> \"$HERE/arguments\"; printf '%s ' \"$TOKEN\"");
        var lines = new List<string>();
        var variables = new Dictionary<string, string> { ["TOKEN"] = Secret };

        await docker.Cli().BuildAsync(new() { Context = ".", BuildArguments = variables }, lines.Add, CancellationToken.None);
        await new Docker.Compose.ComposeCli(docker.Cli(), new())
            .ExecAsync(new() { Service = "app", Command = ["x"], Environment = variables }, lines.Add, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(lines, Is.EqualTo(new[] { $"{Secret} ", $"{Secret} " }));
            Assert.That(docker.Read("arguments"), Does.Contain("TOKEN").And.Not.Contain(Secret));
        });
    }
}
