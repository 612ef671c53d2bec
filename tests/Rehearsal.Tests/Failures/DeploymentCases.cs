using System.Net;
using System.Net.Sockets;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>Deployments that fail and leave nothing to roll back to, or nothing to deploy. How all the others end is in the <see cref="DeploymentTable"/>.</summary>
internal static class DeploymentCases
{
    public static IEnumerable<FailureCase> All => [PortInUseOfANewService, PageThatDoesNotAnswer, NoArtifacts];

    private static FailureCase PortInUseOfANewService
    {
        get
        {
            var port = new TcpListener(IPAddress.Loopback, 0);
            return new("a port in use, for a service that is new", SecondService.Deploy, 7,
                "'third'", "ECS deployment circuit breaker: tasks failed to start.", "TaskFailedToStart", "blackbox: CannotStartContainerError: ", "address already in use")
            {
                Break = async _ =>
                {
                    await DeployedCopy.Second.EnsureAsync();
                    port.Start();
                    DeployedCopy.Second.PrepareToDeploy("third", container => container["portMappings"]![0]!["hostPort"] = Number(port));
                },
                Then = (_, result) => SaysThePortAsync(result, port),
                Fix = async _ =>
                {
                    port.Dispose();
                    await SecondService.DeleteAsync("third");
                },
            };
        }
    }

    private static FailureCase PageThatDoesNotAnswer => new("an application that is deployed and does not answer", SecondService.Deploy, 7,
        "http://127.0.0.1:", "/nothing-here", "200", "404", "'verify'")
    {
        Break = async copy =>
        {
            await DeployedCopy.Second.EnsureAsync();
            DeployedCopy.Second.PrepareToDeploy(_ => { });
            copy.Replace("slipway.yml", "/health\" }", "/nothing-here\", timeout: 2s }");
        },
        Then = async (_, _) => await ServesAsItDidAsync(),
    };

    private static FailureCase NoArtifacts => new("no artifacts to deploy", SecondService.Deploy, 2,
        "artifacts/local-taskdef.json", "EmitArtifacts", "--exclusive")
    {
        Break = copy =>
        {
            if (Directory.Exists(copy.Workspace.PathOf("artifacts"))) Directory.Delete(copy.Workspace.PathOf("artifacts"), recursive: true);
            return Task.CompletedTask;
        },
    };

    /// <summary>The second service runs its first revision, and answers.</summary>
    public static async Task ServesAsItDidAsync()
    {
        Assert.That(await DeployedCopy.Second.TaskDefinitionAsync(), Does.EndWith(":task-definition/second:1"));
        Assert.That(await World.StatusAsync(DeployedCopy.Second.Page), Is.EqualTo(HttpStatusCode.OK));
    }

    private static Task SaysThePortAsync(CommandResult result, TcpListener port)
    {
        Assert.That(result.Error, Does.Contain($":{Number(port)}"));
        return Task.CompletedTask;
    }

    private static int Number(TcpListener port) => ((IPEndPoint)port.LocalEndpoint).Port;
}
