namespace Slipway.Ecs.Tests.FromCompose.Splitting;

public sealed class ServiceSplitTests
{
    [TestCase(""" "web":{"build":{"context":"/p"}},"api":{"build":{"context":"/p"}} """, "web; api", TestName = "Services that share nothing are services of their own")]
    [TestCase(""" "web":{"build":{"context":"/p"}},"proxy":{"image":"x","network_mode":"service:web"} """, "web(web, proxy)", TestName = "What has another one's network is in its task")]
    [TestCase(""" "web":{"build":{"context":"/p"}},"files":{"image":"x","volumes_from":["web:ro"]} """, "web(web, files)", TestName = "What has another one's volumes is in its task")]
    [TestCase(""" "php":{"build":{"context":"/p"},"volumes":[{"type":"volume","source":"code","target":"/c"}]},"nginx":{"image":"nginx:1","ports":[{"target":80}],"volumes":[{"type":"volume","source":"code","target":"/c"}]} """, "nginx(php, nginx)", TestName = "What shares a volume is in the task of the one that visitors reach")]
    [TestCase(""" "a":{"build":{"context":"/p"},"volumes":[{"type":"volume","source":"nfs","target":"/c"}]},"b":{"build":{"context":"/p"},"volumes":[{"type":"volume","source":"nfs","target":"/c"}]} """, "a; b", TestName = "A share of NFS many tasks can have")]
    [TestCase(""" "api":{"build":{"context":"/p"},"depends_on":{"job":{"condition":"service_completed_successfully"}}},"job":{"build":{"context":"/other"}},"worker":{"build":{"context":"/p"},"depends_on":{"job":{"condition":"service_completed_successfully"}}} """, "api(api, job); worker after api", TestName = "A job is in the task of the first that waits for it")]
    [TestCase(""" "web":{"image":"x","ports":[{"target":80}]},"api":{"build":{"context":"/a"}},"seed":{"build":{"context":"/a"},"restart":"no"} """, "web; api(api, seed)", TestName = "A job that nobody waits for is in the task of its image")]
    [TestCase(""" "web":{"build":{"context":"/p"}},"tool":{"image":"x","restart":"no","ports":[{"target":80}]} """, "web; tool", TestName = "What publishes a port is no job")]
    public void The_application_is_split(string services, string expected) =>
        Assert.That(new SplitFile(services, """ "code":{},"nfs":{"driver":"local","driver_opts":{"type":"nfs","o":"addr=10.0.0.1","device":":/x"}} """).Summary(), Is.EqualTo(expected));

    [TestCase(""" "web":{"build":{"context":"/p"},"depends_on":{"api":{}}},"api":{"build":{"context":"/p"},"depends_on":{"db":{}}},"db":{"image":"postgres:16"} """, true, "web after api; api after db; db", TestName = "Dependencies come before")]
    [TestCase(""" "web":{"build":{"context":"/p"},"environment":{"API":"http://api:8000"}},"api":{"build":{"context":"/p"}} """, true, "web after api; api", TestName = "Who is named comes before")]
    [TestCase(""" "api":{"build":{"context":"/p"},"environment":{"WEB":"http://web"}},"web":{"build":{"context":"/p"},"depends_on":{"api":{}}} """, true, "api; web after api", TestName = "A dependency decides before a name")]
    [TestCase(""" "api":{"build":{"context":"/p"}},"db":{"image":"postgres:16"} """, true, "api after db; db", TestName = "A database that nobody names comes before what is built")]
    [TestCase(""" "web":{"build":{"context":"/p"},"depends_on":{"db":{}}},"db":{"image":"postgres:16"} """, false, "web", TestName = "What is not in the environment comes before nothing")]
    public void Who_calls_another_one_is_deployed_after_it(string services, bool isRehearsal, string expected) => Assert.That(new SplitFile(services) { IsRehearsal = isRehearsal }.Summary(), Is.EqualTo(expected));

    [Test]
    public void One_of_two_that_call_each_other_is_told()
    {
        var split = new SplitFile(""" "a":{"build":{"context":"/p"},"environment":{"B":"http://b"}},"b":{"build":{"context":"/p"},"depends_on":{"a":{}},"environment":{"A":"http://a"}} """).Split();

        Assert.That(split.Unreached, Is.EqualTo(new[] { ("a", "b") }));
    }

    [TestCase(""" "image":"postgres:16" """, "RDS")]
    [TestCase(""" "image":"mysql:8" """, "RDS")]
    [TestCase(""" "image":"redis:7" """, "ElastiCache")]
    [TestCase(""" "image":"bitnami/kafka:3" """, "MSK")]
    [TestCase(""" "image":"rabbitmq:3" """, "Amazon MQ")]
    [TestCase(""" "image":"nats:2" """, "Amazon MQ or SQS")]
    [TestCase(""" "image":"mongo:7" """, "DocumentDB")]
    [TestCase(""" "image":"axllent/mailpit:v1" """, "SES")]
    [TestCase(""" "image":"minio/minio:1" """, "S3")]
    [TestCase(""" "image":"adminer:4" """, "")]
    [TestCase(""" "image":"nginx:1" """, null)]
    [TestCase(""" "build":{"context":"/p"} """, null)]
    public void What_AWS_has_is_in_the_rehearsal_only(string service, string? expected)
    {
        var services = $$$"""
            "web":{"build":{"context":"/p"}},"other":{ {{{service}}} }
            """;

        Assert.That(new SplitFile(services).Split().Replaced.GetValueOrDefault("other"), Is.EqualTo(expected));
        Assert.That(new SplitFile(services) { IsRehearsal = true }.Split().Groups.Select(group => group.Name), Is.EqualTo(new[] { "web", "other" }));
    }

    [Test]
    public void What_x_slipway_says_comes_first()
    {
        var file = new SplitFile(
            """ "web":{"build":{"context":"/p"}},"search":{"image":"elasticsearch:8"},"agent":{"image":"x"},"fake":{"build":{"context":"/p"}},"beside":{"image":"y"},"share":{"image":"z","network_mode":"service:web"} """);
        file.Hints["search"] = new() { Service = "finder" };
        file.Hints["agent"] = new() { With = "web" };
        file.Hints["fake"] = new() { IsOnlyInRehearsal = true };
        file.Hints["beside"] = new() { With = "fake" };
        file.Hints["share"] = new() { Service = "share" };

        Assert.That(file.Summary(), Is.EqualTo("web(web, agent) after finder; finder; share"));
        Assert.That(file.Split().Replaced, Is.EqualTo(new Dictionary<string, string> { ["fake"] = "", ["beside"] = "" }));
    }

    [Test]
    public void Two_of_one_name_are_found()
    {
        var file = new SplitFile(""" "web":{"build":{"context":"/p"}},"api":{"build":{"context":"/p"}} """);
        file.Hints["api"] = new() { Service = "Web" };

        Assert.That((file.Split().Clash, new SplitFile(""" "web":{"build":{"context":"/p"}} """).Split().Clash), Is.EqualTo((((string, string)?)("web", "api"), ((string, string)?)null)));
    }
}
