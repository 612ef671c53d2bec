namespace Slipway.Aws.Calls;

/// <summary>Which call it is, for errors. <paramref name="Action"/> is the IAM action that it needs.</summary>
internal sealed record AwsCall(string Service, string Operation, string Action, string? Resource = null);
