using System.Net;
using System.Text;
using Slipway.LocalAws.Agent.Forwarding;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Agent;

public sealed class AgentProtocolTests
{
    private const string Task = "unable to get task arn from request: unable to get task Arn from v3 endpoint ID: e1";
    private const string Container = "unable to get container ID from request: unable to get docker ID from v3 endpoint ID: e1";

    [TestCase("/v4/e1", 404, $"\"V4 container metadata handler: {Container}\"")]
    [TestCase("/v4/e1/", 404, $"\"V4 container metadata handler: {Container}\"")]
    [TestCase("/v4/e1/task", 404, $"\"V4 task metadata handler: {Task}\"")]
    [TestCase("/v4/e1/taskWithTags", 404, $"\"V4 task metadata handler: {Task}\"")]
    [TestCase("/v4/e1/stats", 404, $"\"V4 container stats handler: {Task}\"")]
    [TestCase("/v4/e1/task/stats", 404, $"\"V4 task stats handler: {Task}\"")]
    [TestCase("/v4/e1/nothing", 404, "\"404 page not found\"")]
    [TestCase("/v3/e1", 400, $"\"V3 container metadata handler: {Container}\"")]
    [TestCase("/v3/e1/task/stats", 400, $"\"V3 task stats handler: {Task}\"")]
    [TestCase("/v2/credentials/e1", 400, """{"code":"InvalidIdInRequest","message":"CredentialsV2Request: Credentials not found"}""")]
    [TestCase("/v2/credentials", 400, """{"code":"NoIdInRequest","message":"CredentialsV2Request: No Credential ID in the request"}""")]
    [TestCase("/api/e1/task-protection/v1/state", 404, """{"error":{"Code":"ResourceNotFoundException","Message":"Failed to find a task for the request"}}""")]
    [TestCase("/api/e1/fault/v1/network-latency/status", 501, """{"__type":"NotImplemented","message":"LocalAws does not emulate the agent's api; run this against AWS, or leave it out with --env=local."}""")]
    public async Task What_the_agent_does_not_know_it_refuses_in_its_own_words(string path, int status, string body)
    {
        await using var server = await LocalAwsServer.StartAsync();

        using var answer = await server.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.That(((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()), Is.EqualTo((status, body)));
    }

    [TestCase("POST", "/", "AmazonEC2ContainerServiceV20141113.RunTask", "ecs", 403)]
    [TestCase("POST", "/", "AmazonEC2ContainerServiceV20141113.RegisterTaskDefinition", "s3", 403)]
    [TestCase("POST", "/", "AmazonEC2ContainerServiceV20141113.ListClusters", "ecs", 200)]
    [TestCase("POST", "/", "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", "ecr", 403)]
    [TestCase("POST", "/", "CodeDeploy_20141006.ListApplications", "codedeploy", 403)]
    [TestCase("POST", "/", "AmazonSSM.DescribeParameters", "ssm", 200)]
    [TestCase("POST", "/", "CertificateManager.ImportCertificate", "acm", 403)]
    [TestCase("POST", "/", "CertificateManager.ListCertificates", "acm", 200)]
    [TestCase("GET", "/", null, "elasticloadbalancing", 403)]
    [TestCase("GET", "/", null, "s3", 200)]
    [TestCase("POST", "/_slipway/down", null, null, 403)]
    [TestCase("GET", "/_SLIPWAY/health", null, null, 403)]
    [TestCase("GET", "/", null, null, 403)]
    [TestCase("POST", "/", "GraniteServiceVersion20100801.SetAlarmState", "monitoring", 403)]
    [TestCase("POST", "/", "GraniteServiceVersion20100801.DescribeAlarms", "monitoring", 200)]
    [TestCase("POST", "/service/GraniteServiceVersion20100801/operation/SetAlarmState", null, "monitoring", 403)]
    [TestCase("POST", "/", null, "monitoring", 403)]
    [TestCase("POST", "/", "Route53AutoNaming_v20170314.RegisterInstance", "servicediscovery", 403)]
    [TestCase("POST", "/", "Route53AutoNaming_v20170314.ListNamespaces", "servicediscovery", 200)]
    [TestCase("GET", "/service-connect", null, null, 403)]
    [TestCase("POST", "/_slipway/down", "AmazonSSM.DescribeParameters", "ssm", 403)]
    [TestCase("POST", "/service/AmazonEC2ContainerServiceV20141113/operation/RunTask", null, "ecs", 403)]
    [TestCase("POST", "/service/AmazonEC2ContainerServiceV20141113/operation/RunTask", "AmazonSSM.DescribeParameters", "ssm", 403)]
    public async Task A_container_may_not_reach_beyond_its_task(string method, string path, string? target, string? service, int status)
    {
        await using var server = await LocalAwsServer.StartAsync();
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.Add("X-Slipway-Task", "169.254.172.1");
        if (service is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=ASIAX/20260302/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0");
        if (target is not null)
        {
            request.Headers.Add("X-Amz-Target", target);
            request.Content = new StringContent("{}", Encoding.UTF8, "application/x-amz-json-1.1");
        }

        using var answer = await server.Client.SendAsync(request);

        Assert.That((int)answer.StatusCode, Is.EqualTo(status), await answer.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task LocalAws_listens_for_containers_however_long_the_path_of_its_state_is()
    {
        var parent = Directory.CreateTempSubdirectory("agent-test-");
        var links = LinksInTemp();
        await using (var server = await LocalAwsServer.StartAsync(options => options with { StateDirectory = Path.Combine(parent.FullName, new string('x', 100), new string('y', 100)) }))
        {
            // By a shorter path, as by the mount in the forwarder.
            var link = Path.Combine(parent.FullName, "link");
            File.CreateSymbolicLink(link, AgentSocket.FolderIn(server.Options.StateDirectory));
            using var handler = new SocketsHttpHandler
            {
                ConnectCallback = async (_, cancellationToken) =>
                {
                    var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
                    await socket.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(link, AgentSocket.Name)), cancellationToken);
                    return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
                },
            };
            using var client = new HttpClient(handler);

            using var answer = await client.GetAsync(new Uri("http://localhost/v2/credentials"));
            using var beyond = await client.GetAsync(new Uri("http://localhost/_slipway/health"));

            Assert.That((answer.StatusCode, beyond.StatusCode), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.Forbidden)));
            Assert.That(LinksInTemp(), Is.EqualTo(links));
        }

        parent.Delete(recursive: true);
    }

    private static IEnumerable<string> LinksInTemp() => [.. Directory.EnumerateFileSystemEntries(Path.GetTempPath(), "slipway-*").Where(path => new FileInfo(path).LinkTarget is not null).Order(StringComparer.Ordinal)];
}
