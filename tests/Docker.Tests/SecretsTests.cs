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
