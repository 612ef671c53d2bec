using System.Security.Cryptography;
using System.Text;

namespace Slipway.LocalAws.Kernel.Page;

/// <summary>Style and script of the page, which are in it, and the policy that lets a browser use these and nothing else.</summary>
internal sealed class PageAssets
{
    public string Style { get; } = Read("page.css");

    public string Script { get; } = Read("page.js");

    /// <summary>For <c>Content-Security-Policy</c>: were markup of a container to get through all the same, nothing of it would run.</summary>
    public string Policy =>
        $"default-src 'none'; img-src data:; connect-src 'self'; style-src '{HashOf(Style)}'; script-src '{HashOf(Script)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static string HashOf(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Read(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
