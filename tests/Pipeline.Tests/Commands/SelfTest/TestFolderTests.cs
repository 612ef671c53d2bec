using Slipway.Pipeline.Commands.SelfTest;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.SelfTest;

public sealed class TestFolderTests
{
    private readonly ManualTimeProvider _time = new();
    private string _temporary = null!;

    [SetUp]
    public void MakeFolder() => _temporary = Directory.CreateTempSubdirectory("slipway-runs-of-tests-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_temporary, recursive: true);

    [Test]
    public void A_folder_is_abandoned_when_its_run_has_ended_and_not_before()
    {
        var run = TestFolder.Create(_temporary);
        var during = TestFolder.Abandoned(_temporary, _time);

        run.Dispose();

        Assert.That(during, Is.Empty);
        Assert.That(TestFolder.Abandoned(_temporary, _time), Is.EqualTo(new[] { run.FullPath }));
    }

    [Test]
    public void A_folder_without_its_lock_is_being_made_for_a_minute_and_abandoned_after_that()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_temporary, "slipway-test-0")).FullName;
        Directory.SetLastWriteTimeUtc(folder, _time.GetUtcNow().UtcDateTime);
        _time.Advance(TimeSpan.FromSeconds(59));
        var begun = TestFolder.IsAlive(folder, _time);

        _time.Advance(TimeSpan.FromSeconds(2));
        var later = TestFolder.IsAlive(folder, _time);

        Assert.That((begun, later), Is.EqualTo((true, false)));
    }

    [TestCase("/tmp/slipway-test-ab12/local-aws-1/state", ExpectedResult = "/tmp/slipway-test-ab12")]
    [TestCase("/tmp/slipway-test-ab12", ExpectedResult = "/tmp/slipway-test-ab12")]
    [TestCase("/tmp/slipway-workspace-ab12/.slipway/local-aws", ExpectedResult = null)]
    [TestCase("/home/ada/shop/.slipway/local-aws", ExpectedResult = null)]
    [TestCase("/var/tmp/slipway-test-ab12/x", ExpectedResult = null)]
    public string? A_path_is_a_runs_when_it_is_in_the_folder_of_one(string path) => TestFolder.Containing(path, "/tmp");
}
