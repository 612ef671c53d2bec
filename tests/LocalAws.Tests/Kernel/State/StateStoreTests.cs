using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Tests.Kernel.State;

public sealed class StateStoreTests
{
    private static readonly JsonTypeInfo<List<int>> Numbers =
        (JsonTypeInfo<List<int>>)new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() }.GetTypeInfo(typeof(List<int>));

    private LocalAwsOptions _options = null!;
    private StateStore _store = null!;

    [SetUp]
    public void MakeStore()
    {
        _options = new() { StateDirectory = Directory.CreateTempSubdirectory("state-store-").FullName, InstanceId = "", RegistryHost = "" };
        _store = new(_options);
    }

    [TearDown]
    public void RemoveStore()
    {
        _store.Dispose();
        Directory.Delete(_options.StateDirectory, recursive: true);
    }

    [Test]
    public async Task A_document_that_was_never_written_is_a_new_one()
    {
        var read = await _store.ReadAsync("ecs/tasks", Numbers, CancellationToken.None);

        Assert.That(read, Is.Empty);
    }

    [Test]
    public async Task Updates_at_the_same_time_lose_nothing_and_leave_one_file()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number =>
            _store.UpdateAsync("ecs/tasks", Numbers, before => [.. before, number], CancellationToken.None)));

        var read = await new StateStore(_options).ReadAsync("ecs/tasks", Numbers, CancellationToken.None);
        Assert.That(read, Is.EquivalentTo(Enumerable.Range(0, 50)));
        Assert.That(Directory.GetFiles(_options.StateDirectory, "*", SearchOption.AllDirectories), Is.EqualTo(new[] { Path.Combine(_options.StateDirectory, "ecs", "tasks.json") }));
    }

    [Test]
    public async Task A_change_that_throws_changes_nothing()
    {
        await _store.WriteAsync("numbers", [1], Numbers, CancellationToken.None);

        await Assert.ThatAsync(
            () => _store.UpdateAsync("numbers", Numbers, _ => throw new InvalidOperationException("No."), CancellationToken.None), Throws.InvalidOperationException);

        Assert.That(await _store.ReadAsync("numbers", Numbers, CancellationToken.None), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task A_damaged_document_is_named_with_its_file()
    {
        var file = Path.Combine(_options.StateDirectory, "numbers.json");
        await File.WriteAllTextAsync(file, "[1,");

        await Assert.ThatAsync(
            () => _store.ReadAsync("numbers", Numbers, CancellationToken.None),
            Throws.TypeOf<InvalidDataException>().With.Message.StartsWith($"'{file}' is not what LocalAws wrote: "));
    }
}
