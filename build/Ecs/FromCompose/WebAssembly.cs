namespace Slipway.Ecs.FromCompose;

/// <summary>Finds services whose image is for WebAssembly, which neither container instances nor Fargate run.</summary>
internal static class WebAssembly
{
    /// <summary>Names of runtimes, as in <c>io.containerd.wasmedge.v1</c>.</summary>
    private static readonly string[] Runtimes = ["wasm", "spin", "slight", "lunatic", "wws"];

    /// <summary>Sentences without their full stops that say what to change.</summary>
    public static IEnumerable<string> Refusals(IEnumerable<ComposeService> services) =>
        from service in services
        let sign = Sign(service)
        where sign is not null
        select $"service '{service.Name}' is for WebAssembly ({sign}), and ECS runs containers of Linux and Windows only; build it for linux/amd64 or linux/arm64";

    private static string? Sign(ComposeService service)
    {
        if (service.Node.Text("runtime") is { } runtime && runtime.StartsWith("io.containerd.", StringComparison.Ordinal)
            && Runtimes.Any(name => runtime["io.containerd.".Length..].StartsWith(name, StringComparison.Ordinal)))
            return $"runtime {runtime}";
        // A service that is built for Linux, too, has an image that ECS runs.
        var platforms = service.Node.Text("platform") is { Length: > 0 } platform ? [platform] : service.Node.Object("build").Texts("platforms");
        return platforms.Count > 0 && platforms.All(name => name.StartsWith("was", StringComparison.Ordinal) || name.EndsWith("/wasm", StringComparison.Ordinal)) ? $"platform {platforms[0]}" : null;
    }
}
