namespace Slipway.Aws.Ecr;

/// <summary>A weakness that a scan has found.</summary>
/// <param name="Name">Such as <c>CVE-2026-12345</c>.</param>
/// <param name="Severity">ECR's word: <c>CRITICAL</c>, <c>HIGH</c>, <c>MEDIUM</c>, <c>LOW</c>, <c>INFORMATIONAL</c>, <c>UNDEFINED</c>; Amazon Inspector's <c>UNTRIAGED</c>, too.</param>
public sealed record ScanFinding(string Name, string Severity);
