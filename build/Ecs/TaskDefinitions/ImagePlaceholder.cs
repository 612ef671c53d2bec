using System.Text.RegularExpressions;

namespace Slipway.Ecs.TaskDefinitions;

/// <summary>An image that a deployment fills in: CodeDeploy's <c>&lt;IMAGE1_NAME&gt;</c>, or a Compose service's <c>&lt;QUEUE_WORKER&gt;</c>.</summary>
internal static partial class ImagePlaceholder
{
    public static bool Is(string? image) => image is not null && Form().IsMatch(image);

    /// <summary>The service that is meant: its name in upper case, with <c>_</c> for what is no letter or digit; null when none is.</summary>
    public static string? ServiceOf(string image, IEnumerable<string> services) =>
        Is(image) ? services.FirstOrDefault(service => image.AsSpan(1, image.Length - 2).SequenceEqual(Other().Replace(service, "_").ToUpperInvariant())) : null;

    [GeneratedRegex(@"^<[A-Za-z0-9_]+>\z")]
    private static partial Regex Form();

    [GeneratedRegex("[^A-Za-z0-9]")]
    private static partial Regex Other();
}
