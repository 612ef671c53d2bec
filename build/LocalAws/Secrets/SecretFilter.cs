using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Secrets;

/// <summary>The filters of ListSecrets: a value is a prefix, with <c>!</c> before it none that it may have.</summary>
internal static class SecretFilter
{
    public static bool Matches(Secret secret, JsonObject filter)
    {
        var texts = Texts(secret, filter.Text("Key")).ToList();
        return filter.Texts("Values").Any(value => value.StartsWith('!')
            ? !texts.Exists(text => Begins(text, value[1..]))
            : texts.Exists(text => Begins(text, value)));
    }

    private static IEnumerable<string> Texts(Secret secret, string? key) => key switch
    {
        "name" => [secret.Name],
        "description" => [secret.Description ?? ""],
        "tag-key" => secret.Tags.Keys,
        "tag-value" => secret.Tags.Values,
        "all" => [secret.Name, secret.Description ?? "", .. secret.Tags.Keys, .. secret.Tags.Values],
        _ => throw SecretErrors.InvalidParameter($"The filter key '{key}' is not one of name, description, tag-key, tag-value and all."),
    };

    private static bool Begins(string text, string prefix) => text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
