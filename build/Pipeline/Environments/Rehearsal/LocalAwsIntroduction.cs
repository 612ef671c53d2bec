using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Environments.Rehearsal;

/// <summary>What a user who starts LocalAws standalone has to know.</summary>
public static class LocalAwsIntroduction
{
    public const string Down = $"./build.sh --target=Down --env={Settings.RehearsalName}";

    /// <param name="url">For <c>AWS_ENDPOINT_URL</c>.</param>
    /// <param name="registry">Host and port.</param>
    /// <param name="isStarted">Whether it was started now, and Ctrl-C ends it.</param>
    /// <param name="proofs">Where LocalAws does not know its owner by the connection, as on macOS and Windows: the directory with what proves it; else null.</param>
    public static IReadOnlyList<string> Lines(string url, string registry, string region, bool isStarted, string? proofs) =>
    [
        isStarted ? $"LocalAws answers at {url}" : $"LocalAws is running already, at {url}",
        $"  page      {(proofs is null ? $"{url}/" : new Uri(Path.Combine(proofs, "page.html")).AbsoluteUri)}",
        $"  registry  {registry}  (aws ecr get-login-password | docker login --username AWS --password-stdin {registry})",
        "",
        "For any AWS client:",
        .. Variables(url, region).Select(variable => OperatingSystem.IsWindows() ? $"  $env:{variable.Name} = \"{variable.Value}\"" : $"  export {variable.Name}={variable.Value}"),
        .. proofs is null ? [] : new[] { Token(Path.Combine(proofs, "key")) },
        "",
        isStarted
            ? $"Ctrl-C ends it; what it runs stays up, and the next start finds it. To remove everything: {Down}"
            : $"Its log follows; Ctrl-C ends the following only. To end LocalAws and remove everything: {Down}",
        "",
    ];

    /// <summary>It is secret, so it is read where it is needed, and not shown.</summary>
    private static string Token(string file) =>
        OperatingSystem.IsWindows() ? $"  $env:AWS_SESSION_TOKEN = Get-Content -Raw \"{file}\"" : $"  export AWS_SESSION_TOKEN=\"$(cat '{file}')\"";

    /// <summary>Some SDKs read the region from one name, some from the other.</summary>
    private static (string Name, string Value)[] Variables(string url, string region) =>
    [
        ("AWS_ENDPOINT_URL", url),
        ("AWS_ACCESS_KEY_ID", RehearsalAws.Credentials),
        ("AWS_SECRET_ACCESS_KEY", RehearsalAws.Credentials),
        ("AWS_REGION", region),
        ("AWS_DEFAULT_REGION", region),
    ];
}
