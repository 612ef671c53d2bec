using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>A RunTask that was given a client token, to be recognized when it is repeated.</summary>
/// <param name="Cluster">Its name; a token counts within a cluster.</param>
/// <param name="Request">With all its parameters: another request may not have the same token.</param>
/// <param name="TaskIds">Of what was started; at least one.</param>
/// <param name="Failures">Of what was not, as they were answered.</param>
public sealed record TaskRun(string Cluster, string ClientToken, JsonObject Request, List<string> TaskIds, JsonArray Failures, DateTimeOffset CreatedAt);
