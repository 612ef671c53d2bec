namespace Slipway.LocalAws.Tests.Contract;

/// <summary>A service of AWS as it is called.</summary>
/// <param name="Protocol"><c>json</c>, <c>query</c>, <c>rest</c> (and XML) or <c>rest-json</c>.</param>
/// <param name="Target">Of JSON the prefix of <c>X-Amz-Target</c>, of Query the version.</param>
public sealed record ContractService(string Protocol, string SigningName, string Target);
