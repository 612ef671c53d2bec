using System.Net;
using System.Net.Sockets;
using Slipway.Docker.Images;
using Slipway.Docker.Prerequisites;

namespace Slipway.Docker.Tests.Registry;

/// <summary>
/// The distribution project's own registry, from Debian's package, with a login, on a free port of loopback. Its layers stay in the
/// engine's build cache, so that they are built once on a machine.
/// </summary>
internal sealed class RegistryServer : IAsyncDisposable
{
    public const string User = "AWS";

    private const string Port = "5000";

    private const string Dockerfile = $"""
        FROM {BaseImage.DefaultReference}
        RUN apt-get update -qq && apt-get install -qq --yes --no-install-recommends docker-registry apache2-utils && rm -rf /var/lib/apt/lists/*
        """;

    private const string Script = """
        htpasswd -Bbn "$REGISTRY_USER" "$REGISTRY_PASSWORD" > /tmp/htpasswd
        unset REGISTRY_USER REGISTRY_PASSWORD
        cat > /tmp/registry.yml <<END
        version: 0.1
        storage: { filesystem: { rootdirectory: /tmp/registry }, delete: { enabled: true } }
        http: { addr: ':5000' }
        auth: { htpasswd: { realm: test, path: /tmp/htpasswd } }
        END
        exec docker-registry serve /tmp/registry.yml
        """;

    private RegistryServer(string image, string container, string host, string password)
    {
        Image = image;
        Container = container;
        Host = host;
        Password = password;
    }

    /// <summary>As it is stored in image names.</summary>
    public string Host { get; }

    public string Password { get; }

    private string Image { get; }

    private string Container { get; }

    public static async Task<RegistryServer> StartAsync()
    {
        await Engine.ReadyAsync();
        var image = $"{Engine.NewName("registry")}:1";
        using var context = new TemporaryFolder();
        await File.WriteAllTextAsync(context.PathOf("Dockerfile"), Dockerfile);
        await Engine.Docker.BuildAsync(new BuildSettings { Context = context.Folder, Tags = [image] }, onLine: null, CancellationToken.None);

        var password = Guid.NewGuid().ToString("N");
        var variables = new Dictionary<string, string> { ["REGISTRY_USER"] = User, ["REGISTRY_PASSWORD"] = password };
        var container = await Engine.RunAsync(["--publish", $"127.0.0.1::{Port}", "--env", "REGISTRY_USER", "--env", "REGISTRY_PASSWORD", "--entrypoint", "sh", image, "-c", Script], variables);
        var details = await Engine.InspectAsync(container);
        var port = (string)details["NetworkSettings"]!["Ports"]![$"{Port}/tcp"]![0]!["HostPort"]!;
        var server = new RegistryServer(image, container, $"127.0.0.1:{port}", password);
        await server.AnswersAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.Docker.RemoveContainerAsync(Container, force: true, volumes: true, CancellationToken.None);
        await Engine.Docker.RemoveImageAsync(Image, force: false, CancellationToken.None);
    }

    private async Task AnswersAsync()
    {
        using var http = new HttpClient();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                using var response = await http.GetAsync(new Uri($"http://{Host}/v2/"), deadline.Token);
                if (response.StatusCode == HttpStatusCode.Unauthorized)
                    return;
            }
            catch (Exception exception) when (exception is HttpRequestException or SocketException)
            {
                // Not up yet.
            }

            await Task.Delay(50, deadline.Token);
        }
    }
}
