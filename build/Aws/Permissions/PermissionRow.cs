namespace Slipway.Aws.Permissions;

/// <summary>One row of <see cref="AwsPermissions"/>: what IAM asks of who calls an operation.</summary>
/// <param name="Service">The service's id, as <see cref="AwsService.Id"/>.</param>
/// <param name="Operation">As it is sent.</param>
/// <param name="Actions">The operation's own action first; empty when it needs no permission.</param>
public sealed record PermissionRow(string Service, string Operation, params RequiredAction[] Actions)
{
    /// <summary>Only a rehearsal sends it, to make what an account has already; no policy of an account needs it.</summary>
    public bool IsOfRehearsals { get; init; }
}
