using System.Text;

namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>A file of <c>artifacts/</c> before it is written.</summary>
internal sealed record Artifact(string Name, byte[] Content)
{
    /// <summary>UTF-8 without a byte order mark, and with a line break at its end.</summary>
    public static Artifact OfText(string name, string text) => new(name, Encoding.UTF8.GetBytes(text.EndsWith('\n') ? text : text + "\n"));
}
