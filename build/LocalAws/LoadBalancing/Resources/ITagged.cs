namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>What has an ARN and tags.</summary>
public interface ITagged
{
    string Arn { get; }

    IReadOnlyDictionary<string, string> Tags { get; }
}
