namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>What a rule does: forward to target groups, or one of the answers that need none.</summary>
public sealed record RuleAction
{
    public const string Forward = "forward";
    public const string RedirectType = "redirect";
    public const string FixedResponseType = "fixed-response";

    public required string Type { get; init; }

    public IReadOnlyList<WeightedTargetGroup> TargetGroups { get; set; } = [];

    public Redirect? Redirect { get; init; }

    public FixedResponse? FixedResponse { get; init; }

    public static RuleAction ForwardTo(IEnumerable<WeightedTargetGroup> groups) => new() { Type = Forward, TargetGroups = [.. groups] };
}

/// <param name="Weight">0 to 999.</param>
public sealed record WeightedTargetGroup(string Arn, int Weight);

/// <summary>Parts of the new address; <c>#{host}</c> and the like stand for the parts of the old one.</summary>
/// <param name="StatusCode">301 or 302.</param>
public sealed record Redirect(int StatusCode, string Protocol, string Host, string Port, string Path, string Query)
{
    public string Location => $"{(Protocol == "#{protocol}" ? Protocol : Protocol.ToLowerInvariant())}://{Host}:{Port}{Path}?{Query}";
}

public sealed record FixedResponse(int StatusCode, string? ContentType, string? MessageBody);
