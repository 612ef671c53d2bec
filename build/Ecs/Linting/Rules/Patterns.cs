using System.Text.RegularExpressions;

namespace Slipway.Ecs.Linting.Rules;

/// <summary>What texts of a task definition look like.</summary>
internal static partial class Patterns
{
    /// <summary>A family, and the name of a container.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,255}\z")]
    public static partial Regex Name();

    [GeneratedRegex(@"^[a-z0-9_][a-z0-9_-]{0,63}\z")]
    public static partial Regex PortName();

    [GeneratedRegex(@"^\d{12}\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.")]
    public static partial Regex EcrImage();

    [GeneratedRegex(@"^(?<first>\d{1,5})-(?<last>\d{1,5})\z", RegexOptions.ExplicitCapture)]
    public static partial Regex PortRange();

    [GeneratedRegex(@"^arn:aws[a-z-]*:s3:::[^/]+/.+")]
    public static partial Regex S3Object();
}
