namespace Slipway.Aws.Permissions;

/// <summary>What a caller wants to do: one action on one resource. An operation that needs several is several requests.</summary>
/// <param name="Resource">An ARN, or <c>*</c> where the request names none.</param>
/// <param name="Context">The condition keys that the request has, such as <c>ecs:cluster</c>, each with its values.</param>
public sealed record PermissionRequest(string Action, string Resource, IReadOnlyDictionary<string, IReadOnlyList<string>> Context);
