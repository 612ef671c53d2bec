namespace Slipway.LocalAws.CloudMap.Resources;

/// <summary>A change that AWS makes in the background; here it is made when it is answered.</summary>
/// <param name="Id">32 letters and digits, a hyphen and 8 more.</param>
/// <param name="Type">As in CREATE_NAMESPACE.</param>
/// <param name="Target">NAMESPACE, SERVICE or INSTANCE.</param>
/// <param name="TargetId">Of what was changed.</param>
public sealed record Operation(string Id, string Type, string Target, string TargetId, DateTimeOffset CreatedAt);
