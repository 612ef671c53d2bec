namespace Slipway.Ecs.Tests.FromCompose.Splitting;

/// <summary>At which ports Service Connect makes a service known.</summary>
public sealed class ServicePortTests
{
    [TestCase(""" "ports":[{"target":80,"protocol":"tcp"}] """, "", "80", TestName = "A published port")]
    [TestCase(""" "expose":["8080","53/udp"] """, "", "8080", TestName = "An exposed port")]
    [TestCase("", """ "environment":{"API":"http://api:8000/v1"} """, "8000 http", TestName = "The port of a URL")]
    [TestCase("", """ "environment":{"API":"http://api/v1"} """, "80 http", TestName = "The port of a scheme")]
    [TestCase("", """ "environment":{"API":"https://api/"} """, "443", TestName = "HTTPS is TCP")]
    [TestCase("", """ "environment":{"API":"grpc://api:50051"} """, "50051 grpc", TestName = "gRPC")]
    [TestCase("", """ "environment":{"A":"http://api:80","B":"fastcgi://api:80"} """, "80", TestName = "What is HTTP for one only is TCP")]
    [TestCase("", """ "environment":{"API_HOST":"api","API_PORT":"9000"} """, "9000", TestName = "The port beside a host")]
    [TestCase("", """ "environment":{"PEERS":"other:1,api:7000"} """, "7000", TestName = "One of a list")]
    [TestCase("", """ "command":["serve","--upstream","http://api:8001"] """, "8001 http", TestName = "A word of a command")]
    [TestCase(""" "container_name":"shop-api" """, """ "environment":{"API":"http://shop-api:8002"} """, "8002 http", TestName = "Called by another name")]
    [TestCase("", """ "links":["api:backend"],"environment":{"API":"http://backend:8003"} """, "8003 http", TestName = "Called by the name of a link")]
    [TestCase(""" "healthcheck":{"test":["CMD","curl","http://localhost:8004/"]} """, """ "depends_on":{"api":{}} """, "8004 http", TestName = "The port of its health check")]
    [TestCase(""" "environment":{"PORT":"8005"} """, """ "depends_on":{"api":{}} """, "8005", TestName = "Its own variable")]
    [TestCase(""" "image":"redis:7" """, """ "depends_on":{"api":{}} """, "6379", TestName = "The usual port of a server")]
    [TestCase(""" "healthcheck":{"test":["CMD","curl","http://localhost:8004/"]} """, "", "", TestName = "What nobody calls is a client only")]
    public void A_service_is_known_at(string api, string web, string expected)
    {
        var image = api.Contains("\"image\"", StringComparison.Ordinal) ? "" : """ "build":{"context":"/p"} """;
        var file = new SplitFile($$"""
            "web":{"build":{"context":"/p"}{{(web.Length > 0 ? "," : "")}} {{web}} },"api":{ {{image}}{{(image.Length > 0 && api.Length > 0 ? "," : "")}} {{api}} }
            """) { IsRehearsal = true };

        Assert.That(file.PortsOf("api"), Is.EqualTo(expected));
    }

    [Test]
    public void A_file_of_the_caller_says_the_port_before_the_Dockerfile()
    {
        const string Services = """ "web":{"build":{"context":"/p"},"depends_on":{"api":{}}},"api":{"build":{"context":"/p"}} """;
        var file = new SplitFile(Services);
        file.Files["api"] = [new("api/Dockerfile", "FROM x\nEXPOSE 8006/tcp 9/udp\n")];
        var called = new SplitFile(Services);
        called.Files["api"] = file.Files["api"];
        called.Files["web"] = [new("web/nginx.conf", "location / { proxy_pass http://api:8007; }\n")];

        Assert.That((file.PortsOf("api"), called.PortsOf("api")), Is.EqualTo(("8006", "8007 http")));
    }

    [Test]
    public void Without_any_port_it_is_told()
    {
        var split = new SplitFile(""" "web":{"build":{"context":"/p"},"environment":{"API_HOST":"api"}},"api":{"build":{"context":"/p"}} """).Split();

        Assert.That(split.WithoutPort, Is.EqualTo(new[] { "api" }));
    }

    [Test]
    public void Names_of_ports_are_as_ECS_takes_them()
    {
        var split = new SplitFile($$""" "My.API":{"build":{"context":"/p"},"ports":[{"target":80}]},"{{new string('a', 90)}}":{"build":{"context":"/p"},"ports":[{"target":8080}]} """).Split();

        Assert.That(split.Groups.SelectMany(group => split.PortsOf(group.Main.Name)).Select(port => port.Name), Is.EqualTo(new[] { "my-api-80", $"{new string('a', 59)}-8080" }));
    }
}
