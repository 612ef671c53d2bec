using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.Sts;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Sts;

public sealed class RoleSessionsTests
{
    private readonly ManualTimeProvider _time = new();
    private string _folder = "";
    private StateStore _state = null!;

    [SetUp]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("role-sessions-").FullName;
        _state = new(new() { StateDirectory = _folder, InstanceId = "here", RegistryHost = "127.0.0.1:1" });
    }

    [TearDown]
    public void Remove()
    {
        _state.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Whose_credentials_they_are_is_known_after_a_restart_until_they_expire()
    {
        var (_, first) = await new RoleSessions(_state, _time).BeginAsync("arn:aws:iam::123456789012:role/a/path/shop", "task-1", TimeSpan.FromHours(6), CancellationToken.None);
        await new RoleSessions(_state, _time).BeginAsync("arn:aws:iam::123456789012:role/other", "task-2", TimeSpan.FromHours(6), CancellationToken.None);
        var sessions = new RoleSessions(_state, _time);

        var known = await sessions.FindAsync(first.AccessKeyId, CancellationToken.None);
        _time.Advance(TimeSpan.FromHours(6));
        var expired = await sessions.FindAsync(first.AccessKeyId, CancellationToken.None);

        Assert.That((known?.Arn, known?.UserId, expired), Is.EqualTo(("arn:aws:sts::123456789012:assumed-role/shop/task-1", "AROALOCALAWSLOCALAWS0:task-1", (RoleSession?)null)));
    }

    [Test]
    public async Task A_token_is_known_with_its_own_key_after_a_restart_until_it_expires()
    {
        var (_, first) = await new RoleSessions(_state, _time).BeginAsync("arn:aws:iam::123456789012:role/shop", "task-1", TimeSpan.FromHours(6), CancellationToken.None);
        var (_, other) = await new RoleSessions(_state, _time).BeginAsync("arn:aws:iam::123456789012:role/shop", "task-2", TimeSpan.FromHours(6), CancellationToken.None);
        var sessions = new RoleSessions(_state, _time);

        var known = await sessions.IncludeAsync(first.AccessKeyId, first.Token, CancellationToken.None);
        var mixed = await sessions.IncludeAsync(first.AccessKeyId, other.Token, CancellationToken.None);
        var empty = await sessions.IncludeAsync(first.AccessKeyId, "", CancellationToken.None);
        _time.Advance(TimeSpan.FromHours(6));
        var expired = await sessions.IncludeAsync(first.AccessKeyId, first.Token, CancellationToken.None);

        Assert.That((known, mixed, empty, expired), Is.EqualTo((true, false, false, false)));
    }

    [Test]
    public async Task Neither_the_state_nor_the_text_of_credentials_has_what_is_secret_of_them()
    {
        var (_, given) = await new RoleSessions(_state, _time).BeginAsync("arn:aws:iam::123456789012:role/shop", "task-1", TimeSpan.FromHours(6), CancellationToken.None);

        var stored = await File.ReadAllTextAsync(Directory.GetFiles(_folder).Single());

        Assert.That(stored, Does.Contain(given.AccessKeyId).And.Not.Contain(given.SecretAccessKey).And.Not.Contain(given.Token));
        Assert.That($"{given}", Is.EqualTo(given.AccessKeyId));
        Assert.That(given.AccessKeyId, Does.Match("^ASIA[A-Z2-7]{16}$"));
    }
}
