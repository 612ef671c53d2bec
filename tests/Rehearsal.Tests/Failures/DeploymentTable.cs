using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>The ways in which a deployment ends, in three parts that take equally long.</summary>
internal static class DeploymentTable
{
    private static readonly string[] Unlock = ["--target=Unlock", "--env=local"];

    public static IEnumerable<DeploymentRow> First => [ContainerThatExits, PortConflict, ContainerThatDiesLater];

    public static IEnumerable<DeploymentRow> Second => [ImageThatDoesNotExist, ImageOfNoRegistry, ContainerThatIsNeverHealthy, Killed];

    public static IEnumerable<DeploymentRow> Third => [GoodRelease, DeletedImage, MemoryTooSmall, EnvironmentFileThatIsMissing, SomebodyElse, ScaledToZero];

    private static DeploymentRow GoodRelease => new("a good release", 0, "http://127.0.0.1:") { Has = 1 };

    // The registry that the releases are pushed to is asked before the service moves; others are left to ECS.
    private static DeploymentRow DeletedImage => new("an image that was deleted from the registry", 3, "Container 'blackbox': the registry has no image ")
    {
        Change = container => container["image"] = $"{((string)container["image"]!).Split('@')[0]}@sha256:{new string('0', 64)}",
        Registers = 0,
    };

    private static DeploymentRow ImageThatDoesNotExist
    {
        get
        {
            var registry = new EmptyRegistry();
            return new("an image that does not exist", 5, "An image does not exist in its repository.")
            {
                Arrange = _ => Done(registry.Start),
                Change = container => container["image"] = $"{registry.Name}/nothing/here:1",
                Fix = _ => Done(registry.Dispose),
            };
        }
    }

    // Nothing listens on the port of the discard service.
    private static DeploymentRow ImageOfNoRegistry => new("an image of a registry that is not there", 5, "The registry could not be reached from where the task starts.")
    {
        Change = container => container["image"] = "127.0.0.1:9/nothing/here:1",
    };

    private static DeploymentRow ContainerThatExits => new("a container that exits at once", 5, "A container that the task cannot do without ended with an error.")
    {
        Change = container => Runs(container, "echo 'the licence has expired'; exit 3"),
    };

    private static DeploymentRow ContainerThatIsNeverHealthy => new("a health check that never passes", 5, "A container's health check fails.")
    {
        Change = container =>
        {
            Runs(container, "echo 'warming the cache up'; exec gunicorn --bind=0.0.0.0:8000 --log-level=warning blackbox:application");
            container["healthCheck"] = new JsonObject { ["command"] = new JsonArray("CMD", "test", "-e", "/tmp/warm"), ["interval"] = 5, ["timeout"] = 2, ["retries"] = 1 };
        },
    };

    /// <summary>
    /// It ends three seconds after the load balancer has found it healthy, while the old task still drains. So there is a time without any, and
    /// ECS's breaker counts from the beginning at each task that was healthy once: it is Slipway that gives up.
    /// </summary>
    private static DeploymentRow ContainerThatDiesLater => new("a container that becomes healthy and then dies", 5, "A container that the task cannot do without ended with an error.")
    {
        AnswersThroughout = false,
        Change = container =>
        {
            container.AsObject().Remove("healthCheck");
            container["entryPoint"] = new JsonArray("python3", "-u", "-c");
            container["command"] = new JsonArray(
                """
                import http.server, os, signal, threading

                signal.signal(signal.SIGTERM, lambda *_: os._exit(0))

                def end():
                    print("lost the connection to the warehouse", flush=True)
                    os._exit(3)

                class Shop(http.server.BaseHTTPRequestHandler):
                    probes = 0

                    def do_GET(self):
                        self.send_response(200)
                        self.end_headers()
                        if not self.headers.get("User-Agent", "").startswith("ELB-HealthChecker"): return
                        Shop.probes += 1
                        if Shop.probes == 2: threading.Timer(3, end).start()

                    def log_message(self, *arguments): pass

                http.server.ThreadingHTTPServer(("", 8000), Shop).serve_forever()
                """);
        },
    };

    private static DeploymentRow PortConflict
    {
        get
        {
            var port = new TcpListener(IPAddress.Loopback, 0);
            return new("a port conflict", 5, "A port of the host is taken.")
            {
                Arrange = _ => Done(port.Start),
                Change = container => container["portMappings"]![0]!["hostPort"] = ((IPEndPoint)port.LocalEndpoint).Port,
                Fix = _ => Done(port.Dispose),
            };
        }
    }

    private static DeploymentRow MemoryTooSmall => new("memory that is too small", 5, "A container was killed because it used more memory than it has.")
    {
        Change = container =>
        {
            container.AsObject().Remove("memoryReservation");
            container["memory"] = 32;
            container["entryPoint"] = new JsonArray("python3", "-u", "-c");
            container["command"] = new JsonArray("print('reading the catalogue'); catalogue = b'x' * (300 << 20)");
        },
    };

    private static DeploymentRow EnvironmentFileThatIsMissing => new("an environment file that is missing", 5, "An environment file could not be read from S3.")
    {
        Change = container => container["environmentFiles"] = new JsonArray(new JsonObject { ["type"] = "s3", ["value"] = "arn:aws:s3:::tutorbloc-app/env-configurations/local/nobody-wrote-it.env" }),
    };

    private static DeploymentRow SomebodyElse => new("someone else's deployment meanwhile", 7, "Someone else deployed the service meanwhile.")
    {
        Act = run => run.DeployUntilAsync("has started 1 tasks", _ => run.Service.DeployAsSomebodyElseAsync()),
        Registers = 2,
        Has = 2,
    };

    private static DeploymentRow ScaledToZero => new("a service scaled to zero", 0, "")
    {
        Arrange = service => service.ScaleAsync(0),
        AnswersThroughout = false,
        Has = 1,
        Tasks = 0,
        Fix = service => service.ScaleAsync(1),
    };

    /// <summary>
    /// A killed run releases no lock; whoever knows that it is gone need not wait until the lock has expired. It takes long to be healthy, so that
    /// the deployment is still on its way when the next run comes.
    /// </summary>
    private static DeploymentRow Killed => new("a run that is killed and run again", 0, "http://127.0.0.1:")
    {
        Change = container =>
        {
            Runs(container, "sleep 12 && touch /tmp/warm & exec gunicorn --bind=0.0.0.0:8000 blackbox:application");
            container["healthCheck"] = new JsonObject { ["command"] = new JsonArray("CMD", "test", "-e", "/tmp/warm"), ["interval"] = 5, ["startPeriod"] = 60 };
        },
        Act = async run =>
        {
            await run.DeployUntilAsync("has started 1 tasks", running => Done(() => running.Signal("KILL")));
            await run.DeployAsync();
            await run.RunAsync(Unlock);
            await run.DeployAsync();
        },
        Has = 1,
    };

    private static void Runs(JsonNode container, string script)
    {
        container["entryPoint"] = new JsonArray("sh", "-c");
        container["command"] = new JsonArray(script);
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
