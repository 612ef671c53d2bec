using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Rules;

/// <summary>
/// Names of AWS regions. A region that is newer than this list is accepted when it is built like one: area, direction, number.
/// </summary>
internal static class AwsRegion
{
    private static readonly string[] Known =
    [
        "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
        "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
        "ca-central-1", "ca-west-1", "cn-north-1", "cn-northwest-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1",
        "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "eusc-de-east-1", "il-central-1", "me-central-1", "me-south-1",
        "mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-gov-east-1", "us-gov-west-1", "us-west-1", "us-west-2",
    ];

    private static readonly string[] Directions =
        ["north", "south", "east", "west", "central", "northeast", "northwest", "southeast", "southwest"];

    /// <summary>The problem with <paramref name="text"/>, or null when there is none.</summary>
    public static string? Check(string text)
    {
        var parts = text.Split('-');
        var isBuiltLikeOne = parts.Length is 3 or 4
            && parts[..^2].All(area => area.Length is >= 2 and <= 5 && area.All(char.IsAsciiLetterLower))
            && Directions.Contains(parts[^2])
            && parts[^1].Length is 1 or 2
            && parts[^1].All(char.IsAsciiDigit);

        if (isBuiltLikeOne)
            return null;

        return Suggestion.For(text, Known) is { } nearest
            ? $"'{text}' is not an AWS region; did you mean '{nearest}'?"
            : $"'{text}' is not an AWS region; write, for example, 'eu-west-2'";
    }
}
