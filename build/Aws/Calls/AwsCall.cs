namespace Slipway.Aws.Calls;

/// <summary>Which call it is, for errors.</summary>
internal sealed record AwsCall(string Service, string Operation, string? Resource = null)
{
    /// <summary>The IAM action that it needs; empty for what is no operation, and where none is needed.</summary>
    public string Action => AwsPermissions.ActionOf(Service, Operation);
}
