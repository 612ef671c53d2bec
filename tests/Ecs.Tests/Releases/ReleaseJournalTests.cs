using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Releases;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.Releases;

/// <summary>How a build that changed nothing is noted.</summary>
public sealed class ReleaseJournalTests
{
    private const string Prefix = "arn:aws:ecs:eu-west-2:111122223333:task-definition/";

    [Test]
    public async Task What_the_first_service_has_no_room_for_is_noted_on_the_others_themselves()
    {
        // Of 50 tags these, and those that Slipway may add, leave one.
        var tags = await NoteAsync([.. Enumerable.Range(0, 37).Select(number => ($"tag-{number}", "v")), ("slipway:build", "41")], Long('x'), Long('y'));

        Assert.That(tags, Is.EqualTo(new[]
        {
            $"web:1 slipway:unchanged-beside=42 {Long('x')} slipway:unchanged-in=42 slipway:unchanged-commit=c0ffee",
            $"{Long('y')} slipway:unchanged-in=42 slipway:unchanged-commit=c0ffee",
        }));
    }

    [Test]
    public async Task The_build_that_a_revision_was_registered_for_is_not_a_later_one()
    {
        var tags = await NoteAsync([("slipway:build", "42")], "worker:1");

        Assert.That(tags, Is.EqualTo(new[] { "web:1 slipway:beside=42 worker:1" }));
    }

    [Test]
    public async Task What_is_noted_already_is_not_noted_again() =>
        Assert.That(await NoteAsync([("slipway:build", "42"), ("slipway:beside", "42 worker:1")], "worker:1"), Is.Empty);

    [Test]
    public async Task A_revision_that_is_not_of_Slipway_is_left_alone() => Assert.That(await NoteAsync([("team", "shop")], "worker:1"), Is.Empty);

    private static string Long(char letter) => $"{new string(letter, 230)}:1";

    /// <returns>The tags that were written, by revision.</returns>
    private static async Task<IEnumerable<string>> NoteAsync((string Key, string Value)[] known, params string[] beside)
    {
        using var fake = new FakeAws()
            .On("TagResource", AwsAnswer.Ok("{}"))
            .On("DescribeTaskDefinition", request => AwsAnswer.Ok(new JsonObject
            {
                ["taskDefinition"] = new JsonObject { ["taskDefinitionArn"] = request.Document["taskDefinition"]!.DeepClone() },
                ["tags"] = new JsonArray([.. known.Select(tag => new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value })]),
            }));
        using var aws = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s") }, fake);

        await new ReleaseJournal(aws.Ecs, TimeProvider.System).NoteUnchangedAsync($"{Prefix}web:1", "42", "c0ffee", [.. beside.Select(revision => Prefix + revision)], CancellationToken.None);

        return fake.DocumentsTo("TagResource").Select(document => $"{((string)document["resourceArn"]!)[Prefix.Length..]} {string.Join(' ', document["tags"]!.AsArray().Select(tag => $"{tag!["key"]}={tag["value"]}"))}");
    }
}
