using System.Security.Cryptography;
using System.Text;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Kernel.Callers;

/// <summary>
/// What a browser has instead of the key, as a cookie: it opens the page and the logs. Not the key itself, since browsers send cookies of 127.0.0.1 to
/// every port of it (RFC 6265, 8.5).
/// </summary>
internal sealed class PageTicket(LocalAwsOptions options, CallerKey key)
{
    private readonly byte[] _value = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(key.Value), "page"u8)));

    /// <summary>Several LocalAws have the host in common.</summary>
    private string Name => $"slipway-page-{options.InstanceId}";

    public bool IsShownBy(HttpRequest request) => request.Cookies[Name] is { } shown && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), _value);

    /// <summary>Also for a page that was opened from a file, which is another site.</summary>
    public void GiveTo(HttpResponse response) =>
        response.Cookies.Append(Name, Encoding.ASCII.GetString(_value), new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true });
}
