namespace Slipway.Docker.Tests;

/// <summary>Networks beyond the engine's own pools. Using these up for real would leave nothing to whoever else works on this engine.</summary>
public sealed class NetworkAddressTests
{
    private const string Overlap = "Error response from daemon: Pool overlaps with other one on this address space";

    [TestCase("Error response from daemon: could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network")]
    [TestCase("Error response from daemon: all predefined address pools have been fully subnetted")]
    public async Task A_network_that_the_engine_has_no_addresses_for_gets_small_ones_that_are_free(string exhausted)
    {
        // The engine's own choice fails, then the first two subnets are someone else's.
        using var docker = new FakeDocker($"""
            echo "$*" >> "$HERE/calls"
            case $(wc -l < "$HERE/calls") in
                1) echo '{exhausted}' >&2; exit 1;;
                2 | 3) echo '{Overlap}' >&2; exit 1;;
            esac
            echo id
            """);

        var id = await docker.Cli().CreateNetworkAsync("n", new Dictionary<string, string>(), CancellationToken.None);

        var calls = docker.Read("calls").TrimEnd().Split('\n');
        Assert.Multiple(() =>
        {
            Assert.That(id, Is.EqualTo("id"));
            Assert.That(calls[0], Is.EqualTo("network create --driver bridge n"));
            Assert.That(calls[1..], Has.Length.EqualTo(3).And.Unique.And.All.Matches(@"^network create --driver bridge --subnet 198\.1[89]\.\d{1,3}\.0/24 n$"));
        });
    }

    [Test]
    public async Task When_all_are_taken_the_engine_s_first_reason_is_told()
    {
        using var docker = new FakeDocker($"case $* in *--subnet*) echo '{Overlap}' >&2;; *) echo 'all predefined address pools have been fully subnetted' >&2;; esac; exit 1");

        var failure = await Failure.OfAsync<ToolException>(() => docker.Cli().CreateNetworkAsync("n", new Dictionary<string, string>(), CancellationToken.None));

        Assert.That(failure.Message, Does.Contain("fully subnetted"));
    }

    [Test]
    public async Task Another_refusal_is_told_at_once()
    {
        using var docker = new FakeDocker("echo x >> \"$HERE/calls\"; echo 'network with name n already exists' >&2; exit 1");

        await Failure.OfAsync<ToolException>(() => docker.Cli().CreateNetworkAsync("n", new Dictionary<string, string>(), CancellationToken.None));

        Assert.That(docker.Read("calls"), Is.EqualTo("x\n"));
    }
}
