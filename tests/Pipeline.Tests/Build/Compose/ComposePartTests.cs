using System.Text.Json.Nodes;
using Slipway.Pipeline.Build.Compose;

namespace Slipway.Pipeline.Tests.Build.Compose;

/// <summary>The part of a Compose application that some of its services need.</summary>
public sealed class ComposePartTests
{
    private static readonly JsonObject Services = JsonNode.Parse(
        """
        {
          "web": { "depends_on": { "api": { "condition": "service_healthy" } } },
          "api": { "depends_on": ["db"], "build": { "context": ".", "additional_contexts": { "base": "service:base" } } },
          "base": { "build": { "context": "base" } },
          "db": { "image": "mysql" },
          "probe": { "network_mode": "service:web" },
          "old": { "links": ["db:database"], "volumes_from": ["files:ro"] },
          "files": {}, "cron": {}, "other": { "depends_on": { "cron": {} } }
        }
        """)!.AsObject();

    [TestCase("db", "db")]
    [TestCase("web", "web api base db")]
    [TestCase("probe", "web api base db probe")]
    [TestCase("old", "db old files")]
    [TestCase("cron", "db cron")]
    [TestCase("none-such", "")]
    public void Is_what_they_need_directly_and_through_others(string wanted, string part) =>
        Assert.That(string.Join(' ', ComposePart.Of(Services, new Dictionary<string, string> { ["cron"] = "db" }, [wanted])), Is.EqualTo(part));
}
