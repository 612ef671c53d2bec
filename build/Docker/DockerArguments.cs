namespace Slipway.Docker;

/// <summary>The argument vectors of the docker commands: pure, without I/O and without secrets.</summary>
public static partial class DockerArguments
{
    /// <summary>The password goes by standard input. A null registry means Docker Hub.</summary>
    public static string[] Login(string? registry, string user) =>
        ["login", "--username", user, "--password-stdin", .. registry is null ? (string[])[] : [registry]];

    public static string[] Version() => ["version", "--format", "{{json .}}"];

    public static string[] Info() => ["info", "--format", "{{json .}}"];

    public static string[] BuildxVersion() => ["buildx", "version"];

    /// <param name="filters">In docker's form: <c>label=key=value</c>, <c>type=container</c>, <c>event=die</c>.</param>
    public static string[] Events(IEnumerable<string> filters, string? since) =>
        new ArgumentList("events", "--format", "{{json .}}").Options("--filter", filters).Option("--since", since).ToArray();
}
