using System.Text;
using Slipway.LocalAws.Agent.Forwarding;
using Slipway.LocalAws.Kernel.Callers;
using Slipway.LocalAws.Kernel.Page;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Hosting;

/// <summary>
/// What a browser opens to see the page where the system does not tell whose the browser is: <c>page.html</c> in the state directory leads there with the
/// key, which so is in no command line and on no screen.
/// </summary>
internal sealed class PageFile(LocalAwsOptions options, CallerKey key, ApiPort port)
{
    public void Write()
    {
        var html = $"""
            <!doctype html>
            <meta charset="utf-8">
            <meta name="referrer" content="no-referrer">
            <meta http-equiv="refresh" content="0; url=http://127.0.0.1:{port.Value}{PageEntry.Path}?key={key.Value}">
            <title>LocalAws</title>

            """;
        var path = Path.Combine(options.StateDirectory, "page.html");
        File.Delete(path);
        using var file = PrivateFile.Create(path);
        file.Write(Encoding.ASCII.GetBytes(html));
    }
}
