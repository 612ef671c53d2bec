using System.Text.Json.Nodes;

namespace Slipway.Aws.Tests.Contracts;

/// <summary>Documents that every server takes. No container of theirs ever runs: services ask for no task.</summary>
internal static class Documents
{
    public static JsonObject TaskDefinition(string family) => new()
    {
        ["family"] = family,
        ["networkMode"] = "bridge",
        ["containerDefinitions"] = new JsonArray(new JsonObject
        {
            ["name"] = "app",
            ["image"] = "shop/app@sha256:" + new string('a', 64),
            ["essential"] = true,
            ["memory"] = 128,
            ["environment"] = new JsonArray(new JsonObject { ["name"] = "APP_ENV", ["value"] = "staging" }),
            ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 80, ["hostPort"] = 0, ["protocol"] = "tcp" }),
        }),
    };

    public static JsonObject Service(string cluster, string name, string taskDefinition) => new()
    {
        ["cluster"] = cluster,
        ["serviceName"] = name,
        ["taskDefinition"] = taskDefinition,
        ["desiredCount"] = 0,
    };
}
