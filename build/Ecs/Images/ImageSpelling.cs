using System.Text.RegularExpressions;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Images;

/// <summary>
/// Whether an image can be pulled as it is written: <c>[registry[:port]/]repository[:tag][@sha256:digest]</c>. The characters are those that ECS takes
/// (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html), the form is that of every engine (https://pkg.go.dev/github.com/distribution/reference).
/// </summary>
public static partial class ImageSpelling
{
    /// <returns>Ends a sentence that names the image; null when it can be pulled, and for a placeholder that a deployment fills in.</returns>
    public static string? Problem(string image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (ImagePlaceholder.Is(image)) return null;
        if (image.Contains("://", StringComparison.Ordinal)) return "which is the address of a page: a reference begins with the registry's name";
        if (image.StartsWith("arn:", StringComparison.Ordinal)) return OfArn(image);
        if (!Characters().IsMatch(image)) return "which is not a valid image reference";
        if (BareDigest().IsMatch(image)) return "which is a digest without its repository";
        var at = image.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0 && !Digest().IsMatch(image[(at + 1)..])) return "whose digest is not 'sha256:' and 64 hexadecimal digits";
        return OfName(at < 0 ? image : image[..at]);
    }

    private static string? OfName(string name)
    {
        var first = name.Split('/')[0];
        var hasRegistry = first.Length < name.Length && (first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost");
        var path = hasRegistry ? name[(first.Length + 1)..] : name;
        var colon = path.IndexOf(':', StringComparison.Ordinal);
        var (repository, tag) = colon < 0 ? (path, null) : (path[..colon], path[(colon + 1)..]);

        if (hasRegistry && EcrHost().IsMatch(first) && !AccountOfHost().IsMatch(first)) return "whose registry in ECR does not begin with an account of 12 digits";
        if (tag is "") return "whose tag is empty";
        if (tag?.Contains(':', StringComparison.Ordinal) == true) return "which has two tags";
        if (repository.Any(char.IsAsciiLetterUpper)) return "whose repository has capital letters";
        return Repository().IsMatch(repository) && (tag is null || Tag().IsMatch(tag)) && (!hasRegistry || Registry().IsMatch(first)) ? null : "which is not a valid image reference";
    }

    private static string OfArn(string arn) => EcrArn().Match(arn) is { Success: true } match
        ? $"which is an ARN; the repository is {match.Groups["account"]}.dkr.ecr.{match.Groups["region"]}.amazonaws.com/{match.Groups["name"]}"
        : "which is an ARN";

    [GeneratedRegex(@"^arn:aws[a-z-]*:ecr:(?<region>[a-z0-9-]+):(?<account>[0-9]{12}):repository/(?<name>[^\s:]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex EcrArn();

    [GeneratedRegex(@"^[A-Za-z0-9_.:/@-]+\z")]
    private static partial Regex Characters();

    [GeneratedRegex(@"^(sha256:.*|[0-9a-f]{64})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex BareDigest();

    [GeneratedRegex(@"^sha256:[0-9a-f]{64}\z")]
    private static partial Regex Digest();

    [GeneratedRegex(@"\.dkr\.ecr(-fips)?\.", RegexOptions.ExplicitCapture)]
    private static partial Regex EcrHost();

    [GeneratedRegex(@"^[0-9]{12}\.")]
    private static partial Regex AccountOfHost();

    [GeneratedRegex(@"^[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*(/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Repository();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]+)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Registry();
}
