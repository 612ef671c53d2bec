using System.Diagnostics;

namespace Slipway.Rehearsal.Tests.Secrets;

/// <summary>The layers and configurations of images, as the engine exports them.</summary>
internal static class ImageContent
{
    public static async Task<IReadOnlyList<string>> SearchAsync(LeakSearch search, params IReadOnlyList<string> images)
    {
        using var save = Process.Start(new ProcessStartInfo("docker", ["save", .. images]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var found = await search.InStreamAsync($"the layers of {string.Join(", ", images)}", save.StandardOutput.BaseStream);
        await save.WaitForExitAsync();
        Assert.That(save.ExitCode, Is.Zero, "docker save");
        return found;
    }
}
