using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Slipway.Docker.Registry;

/// <summary>Where a registry wants its token to be fetched (the distribution project's token authentication).</summary>
internal sealed partial record BearerChallenge(Uri Realm, string? Service, string? Scope)
{
    public static BearerChallenge? Find(HttpHeaderValueCollection<AuthenticationHeaderValue> challenges)
    {
        foreach (var challenge in challenges.Where(challenge => challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)))
        {
            var values = Parameter().Matches(challenge.Parameter ?? "")
                .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value, StringComparer.OrdinalIgnoreCase);
            if (values.TryGetValue("realm", out var realm) && Uri.TryCreate(realm, UriKind.Absolute, out var uri))
                return new(uri, values.GetValueOrDefault("service"), values.GetValueOrDefault("scope"));
        }

        return null;
    }

    public Uri TokenUri(string fallbackScope)
    {
        var query = string.Join('&', new[] { ("service", Service), ("scope", Scope ?? fallbackScope) }
            .Where(value => value.Item2 is not null)
            .Select(value => $"{value.Item1}={Uri.EscapeDataString(value.Item2!)}"));
        return new UriBuilder(Realm) { Query = Realm.Query.Length > 1 ? $"{Realm.Query[1..]}&{query}" : query }.Uri;
    }

    [GeneratedRegex("(?<name>[a-z_]+)=\"(?<value>[^\"]*)\"", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Parameter();
}
