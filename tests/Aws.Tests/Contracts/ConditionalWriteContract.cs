using System.Net;
using System.Text;
using Slipway.Aws.S3;
using Slipway.Aws.Tests.Servers;

namespace Slipway.Aws.Tests.Contracts;

/// <summary>What a lock is made of: writes that are carried out only where the object is as the writer believes.</summary>
[TestFixtureSource(typeof(AwsServers), nameof(AwsServers.All))]
public sealed class ConditionalWriteContract(AwsServer server) : AwsContract(server)
{
    [Test]
    public async Task Of_several_that_create_an_object_at_once_one_does()
    {
        var location = Fresh();

        var writes = Enumerable.Range(0, 8).Select(number => Try(() => Aws.Objects.CreateAsync(location, Bytes($"{number}"), CancellationToken.None)));
        var created = Deviates(Deviations.ConditionsInTwoSteps) ? await OneByOneAsync(writes) : await Task.WhenAll(writes);

        var stored = await Aws.Objects.ReadAsync(location, CancellationToken.None);
        var winner = created.Single(one => one.ETag is not null);
        Assert.That((Text(stored), stored.ETag), Is.EqualTo(($"{Array.IndexOf(created, winner)}", winner.ETag)));
        Assert.That(created.Where(one => one.ETag is null).Select(one => one.Code), Has.All.EqualTo("PreconditionFailed").And.Exactly(7).Items);
    }

    [Test]
    public async Task An_object_that_is_there_is_not_created_again()
    {
        var location = Fresh();
        await Aws.Objects.CreateAsync(location, Bytes("first"), CancellationToken.None);

        var error = await Failure.OfAsync(() => Aws.Objects.CreateAsync(location, Bytes("second"), CancellationToken.None));

        Assert.That((error.Kind, error.Code, error.HttpStatus), Is.EqualTo((AwsFailure.Refused, "PreconditionFailed", HttpStatusCode.PreconditionFailed)));
        Assert.That(Text(await Aws.Objects.ReadAsync(location, CancellationToken.None)), Is.EqualTo("first"));
    }

    [Test]
    public async Task An_object_is_replaced_by_who_knows_its_ETag_and_by_nobody_else()
    {
        var location = Fresh();
        var first = await Aws.Objects.CreateAsync(location, Bytes("first"), CancellationToken.None);

        var second = await Aws.Objects.ReplaceAsync(location, Bytes("second"), first, CancellationToken.None);
        var late = await Failure.OfAsync(() => Aws.Objects.ReplaceAsync(location, Bytes("late"), first, CancellationToken.None));

        var stored = await Aws.Objects.ReadAsync(location, CancellationToken.None);
        Assert.That((late.Code, late.HttpStatus), Is.EqualTo(("PreconditionFailed", HttpStatusCode.PreconditionFailed)));
        Assert.That((Text(stored), stored.ETag), Is.EqualTo(("second", second)));
    }

    [Test]
    public async Task An_object_that_is_gone_is_not_replaced()
    {
        var location = Fresh();
        var etag = await Aws.Objects.CreateAsync(location, Bytes("gone"), CancellationToken.None);
        await Aws.Objects.DeleteAsync(location, CancellationToken.None);

        var error = await Failure.OfAsync(() => Aws.Objects.ReplaceAsync(location, Bytes("again"), etag, CancellationToken.None));

        Assert.That((error.Kind, error.Code), Is.EqualTo((AwsFailure.NotFound, "NoSuchKey")));
    }

    [Test]
    public async Task An_object_is_as_old_as_the_server_says()
    {
        var location = Fresh();
        await Aws.Objects.CreateAsync(location, Bytes("new"), CancellationToken.None);

        var stored = await Aws.Objects.ReadAsync(location, CancellationToken.None);

        Assert.That(stored.Age, Is.InRange(TimeSpan.Zero, TimeSpan.FromSeconds(30)));
    }

    [Test]
    public async Task A_missing_object_is_NoSuchKey_when_it_is_read()
    {
        var error = await Failure.OfAsync(() => Aws.Objects.ReadAsync(Fresh(), CancellationToken.None));

        Assert.That((error.Kind, error.Code), Is.EqualTo((AwsFailure.NotFound, "NoSuchKey")));
    }

    private static async Task<T[]> OneByOneAsync<T>(IEnumerable<Task<T>> works)
    {
        var results = new List<T>();
        foreach (var work in works) results.Add(await work);
        return [.. results];
    }

    private static async Task<(string? ETag, string? Code)> Try(Func<Task<string>> write)
    {
        try
        {
            return (await write(), null);
        }
        catch (AwsException refused)
        {
            return (null, refused.Code);
        }
    }

    private static S3Location Fresh() => new(AwsServer.Bucket, $"{Unique("conditional")}/deploy.lock");

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ObjectSnapshot stored) => Encoding.UTF8.GetString(stored.Content.Span);
}
