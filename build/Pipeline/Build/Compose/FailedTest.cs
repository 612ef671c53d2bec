namespace Slipway.Pipeline.Build.Compose;

/// <summary>A test that failed or ended with an error, from a JUnit report.</summary>
public sealed record FailedTest(string Name, string Message);
