using System.Text;
using Slipway.LocalAws.Kernel.Callers;
using Slipway.LocalAws.Kernel.Page;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Hosting;

/// <summary>
/// What a browser opens to see the page where the system does not tell whose the browser is: a file that leads there with the key, which so is in no
/// command line and on no screen.
/// </summary>
internal static class PageFile
{
    public static Task WriteAsync(LocalAwsOptions options, CallerKey key, CancellationToken cancellationToken)
    {
        var html = $"""
            <!doctype html>
            <meta charset="utf-8">
            <meta name="referrer" content="no-referrer">
            <meta http-equiv="refresh" content="0; url=http://127.0.0.1:{options.Port}{PageEntry.Path}?key={key.Value}">
            <title>LocalAws</title>

            """;
        return PrivateFile.WriteAsync(Path.Combine(options.StateDirectory, "page.html"), Encoding.UTF8.GetBytes(html), cancellationToken);
    }
}
