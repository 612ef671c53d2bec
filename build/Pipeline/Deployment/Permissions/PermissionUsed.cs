using Slipway.Aws.Permissions;

namespace Slipway.Pipeline.Deployment.Permissions;

/// <summary>One use of a permission.</summary>
/// <param name="Principal">ARN of the user or role.</param>
/// <param name="Operation">As it was called.</param>
public sealed record PermissionUsed(string Principal, string Operation, PermissionRequest Request);
