namespace Slipway.LocalAws.Kernel.Permissions;

/// <summary>Who calls.</summary>
/// <param name="Arn">Of the user or the session, as AWS's refusals name it.</param>
/// <param name="PolicyArn">Whose policies it has: the user's, or the role's of the session.</param>
internal sealed record Principal(string Arn, string PolicyArn);
