using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Tests.Environments;

/// <summary>What the artifacts of build 77 are, by the digests that the account's registry has.</summary>
/// <param name="commit">The release's.</param>
internal sealed class ReleaseArtifacts(RehearsedAccount account, string commit)
{
    /// <param name="artifacts">Text of each file, by its name.</param>
    /// <param name="approvedBy">Null where nobody had to approve.</param>
    public async Task AreRightAsync(string environment, Dictionary<string, string> artifacts, string? approvedBy = null)
    {
        string[] tags = [environment, $"{environment}-77", commit];
        var images = new JsonArray(
            await ImageAsync("blackbox", "tutorbloc.blackbox", [environment]),
            await ImageAsync("app", "tutorbloc.app", tags),
            await ImageAsync("nginx", "tutorbloc.app.nginx", tags),
            await ImageAsync("redis", "redis", [environment]));
        var inTask = images.Select(image => image!).Where(image => (string)image["container"]! != "redis").ToDictionary(image => (string)image["container"]!, Reference);
        var task = JsonNode.Parse(await File.ReadAllTextAsync(account.Copy.Workspace.PathOf($"taskdefs/{environment}-taskdef.json")))!;
        foreach (var container in task["containerDefinitions"]!.AsArray()) container!["image"] = inTask[(string)container["name"]!];

        Assert.That(artifacts.Keys, Is.EqualTo(((string[])["appspec.yaml", "imageDetail.json", "imagedefinitions.json", $"{environment}-taskdef.json", "release.json"]).Order(StringComparer.Ordinal)));
        Assert.That(artifacts["appspec.yaml"], Is.EqualTo(await File.ReadAllTextAsync(account.Copy.Workspace.PathOf("appspec.yaml"))));
        SameJson(artifacts[$"{environment}-taskdef.json"], task);
        SameJson(artifacts["imagedefinitions.json"], new JsonArray([.. inTask.Select(image => new JsonObject { ["name"] = image.Key, ["imageUri"] = image.Value })]));
        SameJson(artifacts["imageDetail.json"], new JsonObject { ["ImageURI"] = inTask["nginx"] });
        var release = new JsonObject
        {
            ["application"] = account.Copy.Application,
            ["environment"] = environment,
            ["build"] = "77",
            ["commit"] = commit,
            ["branch"] = "main",
            ["images"] = images,
        };
        if (approvedBy is not null) release["approvedBy"] = approvedBy;
        SameJson(artifacts["release.json"], release);
    }

    /// <summary>An entry of release.json, with the digest that the registry has for the first tag; its other tags point there too.</summary>
    private async Task<JsonNode> ImageAsync(string service, string repository, string[] tags)
    {
        var inRegistry = await account.TagsAsync(repository);
        Assert.That(tags.Select(tag => inRegistry[tag]).Distinct().ToList(), Has.Count.EqualTo(1));
        return new JsonObject
        {
            ["service"] = service,
            ["container"] = service,
            ["repository"] = $"{account.Registry}/{repository}",
            ["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]),
            ["digest"] = inRegistry[tags[0]],
        };
    }

    private static string Reference(JsonNode image) => $"{image["repository"]}@{image["digest"]}";

    private static void SameJson(string text, JsonNode expected) =>
        Assert.That(JsonNode.Parse(text)!.ToJsonString(), Is.EqualTo(expected.ToJsonString()));
}
