using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.Ecr.Registry;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Ecs;

/// <summary>Tasks that really run.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class EcsOnDockerTests
{
    [Test]
    public async Task A_task_of_three_containers_starts_in_order_and_its_containers_reach_each_other()
    {
        var seed = Directory.CreateTempSubdirectory("ecs-test-seed-");
        seed.CreateSubdirectory("shop");
        await File.WriteAllTextAsync(Path.Join(seed.FullName, "shop", "app.env"), "# settings\nFROM_FILE=\"quoted\"\nOWN=from the file\n");
        await using var ecs = await EcsServer.StartAsync(options => options with { SeedDirectory = seed.FullName });

        await ecs.ServeAsync(
            "shop",
            [
                EcsServer.Perl("setup", "open F, '>/data/ready' or die; close F", """{"essential": false, "mountPoints": [{"sourceVolume": "data", "containerPath": "/data"}]}"""),
                EcsServer.Perl(
                    "backend",
                    "sub answer { \"$ENV{FROM_FILE} $ENV{OWN}\" }" + EcsServer.Web,
                    """
                    {
                      "dependsOn": [{"containerName": "setup", "condition": "SUCCESS"}],
                      "environment": [{"name": "OWN", "value": "own\nlines"}],
                      "environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::shop/app.env"}],
                      "mountPoints": [{"sourceVolume": "data", "containerPath": "/data", "readOnly": true}],
                      "healthCheck": {"command": ["CMD-SHELL", "test -f /data/ready"], "interval": 5, "retries": 3}
                    }
                    """),
                EcsServer.Perl(
                    "web",
                    """sub answer { my $u = IO::Socket::INET->new("api:8080") or return "no api"; print $u "GET / HTTP/1.0\r\n\r\n"; local $/; my $t = <$u>; $t =~ s/.*?\r\n\r\n//s; $t }""" + EcsServer.Web,
                    """{"links": ["backend:api"], "dependsOn": [{"containerName": "backend", "condition": "HEALTHY"}], "portMappings": [{"containerPort": 8080}]}"""),
            ],
            """[{"name": "data"}]""");
        await ecs.ServiceAsync("shop", EcsServer.IsDeployed);

        var task = await ecs.TaskAsync("shop", task => (string?)task["lastStatus"] == "RUNNING");
        var port = (int)task["containers"]![2]!["networkBindings"]![0]!["hostPort"]!;
        await EcsServer.AnswerAsync(port, answer => answer == "\"quoted\" own\nlines");
        Assert.That((string?)task["healthStatus"], Is.EqualTo("HEALTHY"));
        Assert.That(
            task["containers"]!.AsArray().Select(container => $"{container!["name"]} {container["lastStatus"]} {container["exitCode"]}".Trim()),
            Is.EqualTo(new[] { "setup STOPPED 0", "backend RUNNING", "web RUNNING" }));
        var names = await EcsServer.DockerAsync("ps", "--filter", $"label=slipway.task={((string)task["taskArn"]!).Split('/')[^1]}", "--format", "{{.Label \"slipway.container\"}} {{.Names}}");
        seed.Delete(recursive: true);
        Assert.That(names.Split('\n').Order().First(), Does.Match("^backend ecs-shop-1-backend-[0-9a-f]{12}$"));
    }

    [Test]
    public async Task A_container_is_healthy_when_its_check_passes_for_the_first_time_and_checks_before_that_do_not_count()
    {
        await using var ecs = await EcsServer.StartAsync();

        // The engine's own check runs when the test has long given up, and one failure of it would be enough.
        await ecs.ServeAsync(
            "slow",
            [
                EcsServer.Perl(
                    "backend",
                    "sleep 3; open F, '>/tmp/ready' or die; close F; sub answer { 'ready' }" + EcsServer.Web,
                    """{"healthCheck": {"command": ["CMD-SHELL", "test -f /tmp/ready"], "interval": 300, "retries": 1}}"""),
                EcsServer.Perl("web", "sub answer { 'web' }" + EcsServer.Web, """{"dependsOn": [{"containerName": "backend", "condition": "HEALTHY"}]}"""),
            ]);
        var service = await ecs.ServiceAsync("slow", EcsServer.IsDeployed);

        var task = await ecs.TaskAsync("slow", task => (string?)task["lastStatus"] == "RUNNING");
        Assert.That((string?)task["healthStatus"], Is.EqualTo("HEALTHY"));
        Assert.That((int)service["deployments"]![0]!["failedTasks"]!, Is.Zero);
    }

    [Test]
    public async Task A_container_is_not_healthy_any_more_when_the_engines_own_first_check_fails()
    {
        await using var ecs = await EcsServer.StartAsync();
        await ecs.ServeAsync(
            "brief",
            [EcsServer.Perl("web", "sub answer { 'web' }" + EcsServer.Web, """{"healthCheck": {"command": ["CMD-SHELL", "test ! -f /tmp/broken"], "interval": 20, "startPeriod": 300}}""")]);
        var task = await ecs.TaskAsync("brief", task => (string?)task["healthStatus"] == "HEALTHY");

        await EcsServer.DockerAsync("exec", (string)task["containers"]![0]!["runtimeId"]!, "touch", "/tmp/broken");

        await ecs.TaskAsync("brief", task => (string?)task["healthStatus"] == "UNKNOWN");
    }

    [Test]
    public async Task A_container_knows_by_name_itself_its_links_and_its_extra_hosts_and_nothing_else()
    {
        await using var ecs = await EcsServer.StartAsync();

        await ecs.ServeAsync(
            "shop",
            [
                EcsServer.Perl("db", "sleep 600", """{"portMappings": [{"containerPort": 3306}]}"""),
                EcsServer.Perl("cache", "sleep 600"),
                EcsServer.Perl("unlinked", "sleep 600"),
                EcsServer.Perl(
                    "web",
                    """use Sys::Hostname; sub answer { join(' ', map { $_->[0] . (gethostbyname($_->[1]) ? '=there' : '=unknown') } ['itself', hostname], map { [$_, $_] } qw(db database cache unlinked legacy)) . " port=$ENV{DATABASE_PORT}" }""" + EcsServer.Web,
                    """{"links": ["db:database", "cache"], "extraHosts": [{"hostname": "legacy", "ipAddress": "192.0.2.7"}], "portMappings": [{"containerPort": 8080}]}"""),
            ]);
        await ecs.ServiceAsync("shop", EcsServer.IsDeployed);

        var task = await ecs.TaskAsync("shop", task => (string?)task["lastStatus"] == "RUNNING");
        var port = (int)task["containers"]![3]!["networkBindings"]![0]!["hostPort"]!;
        var answer = await EcsServer.AnswerAsync(port, answer => answer.StartsWith("itself=", StringComparison.Ordinal));
        Assert.That(answer, Does.Match(@"^itself=there db=unknown database=there cache=there unlinked=unknown legacy=there port=tcp://[\d.]+:3306$"), "with the variables of a link");
    }

    /// <summary>amazon-ecs-agent hands the name to Docker as the file has it: agent/taskresource/envFiles/envfile.go, readEnvVarsFromFile.</summary>
    [Test]
    public async Task A_name_with_a_blank_in_an_environment_file_is_a_variable_of_that_name()
    {
        var seed = Directory.CreateTempSubdirectory("ecs-test-seed-");
        seed.CreateSubdirectory("shop");
        await File.WriteAllTextAsync(Path.Join(seed.FullName, "shop", "app.env"), "WITH BLANK=first\nexport LEVEL=second\n");
        await using var ecs = await EcsServer.StartAsync(options => options with { SeedDirectory = seed.FullName });

        await ecs.ServeAsync("shop", [EcsServer.Perl(
            "web",
            """sub answer { join ' ', $ENV{'WITH BLANK'}, $ENV{'export LEVEL'}, $ENV{LEVEL} // 'none' }""" + EcsServer.Web,
            """{"environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::shop/app.env"}], "portMappings": [{"containerPort": 8080}]}""")]);
        var task = await ecs.TaskAsync("shop", task => (string?)task["lastStatus"] is "RUNNING" or "STOPPED");

        seed.Delete(recursive: true);
        Assert.That((string?)task["lastStatus"], Is.EqualTo("RUNNING"), task.ToJsonString());
        await EcsServer.AnswerAsync((int)task["containers"]![0]!["networkBindings"]![0]!["hostPort"]!, answer => answer == "first second none");
    }

    [Test]
    public async Task An_image_is_pulled_by_digest_from_the_registry_with_its_login()
    {
        await using var ecs = await EcsServer.StartAsync(options => options with { RegistryHost = $"127.0.0.1:{FreePort.Next()}" });
        var registry = await ecs.Server.Application.Services.GetRequiredService<IRegistryContainer>().EnsureAsync(CancellationToken.None);
        var repository = $"{ecs.Server.Options.RegistryHost}/shop.web";
        await new AwsCommand(ecs.Server.Client.BaseAddress!).SucceedAsync("ecr", "create-repository", "--repository-name", "shop.web");
        var digest = await EcsServer.PushAsync(registry with { Host = ecs.Server.Options.RegistryHost }, "debian:bookworm-slim", repository);
        await EcsServer.DockerAsync("image", "rm", $"{repository}:1");
        var container = EcsServer.Perl("web", "$SIG{TERM} = sub { exit }; sleep 600");
        container["image"] = $"{repository}@{digest}";

        await ecs.ServeAsync("shop", [container]);
        await ecs.ServiceAsync("shop", EcsServer.IsDeployed);
        var task = await ecs.TaskAsync("shop", _ => true);
        var shown = await EcsServer.DockerAsync("ps", "--no-trunc", "--filter", "label=slipway.container=web", "--filter", $"label=slipway.local-aws={ecs.Server.Options.InstanceId}", "--format", "{{.Image}}");
        await ecs.CallAsync("DeleteService", """{"cluster": "local", "service": "shop", "force": true}""");
        await ecs.TaskAsync("shop", EcsServer.IsStopped);
        await EcsServer.DockerAsync("image", "rm", $"{repository}@{digest}");

        Assert.That(shown, Is.EqualTo($"{repository}@{digest}"));
        Assert.That((string?)task["containers"]![0]!["imageDigest"], Is.EqualTo(digest));
    }

    [Test]
    public async Task A_host_port_is_this_machines_on_the_first_instance_and_another_on_the_next()
    {
        await using var ecs = await EcsServer.StartAsync(configure: services => services.AddSingleton(new EcsSettings { Instances = 2, StabilityTime = TimeSpan.FromSeconds(1), StopTimeout = TimeSpan.FromSeconds(2) }));
        var port = FreePort.Next();

        await ecs.RegisterAsync("shop", [EcsServer.Perl("web", "sub answer { $$ }" + EcsServer.Web, $$"""{"portMappings": [{"containerPort": 8080, "hostPort": {{port}}}]}""")]);
        await ecs.CallAsync("CreateService", """{"cluster": "local", "serviceName": "shop", "taskDefinition": "shop", "desiredCount": 2}""");
        await ecs.ServiceAsync("shop", EcsServer.IsDeployed);

        var arns = (await ecs.CallAsync("ListTasks", """{"cluster": "local"}"""))["taskArns"]!.ToJsonString();
        var tasks = (await ecs.CallAsync("DescribeTasks", $$"""{"cluster": "local", "tasks": {{arns}}}"""))["tasks"]!.AsArray();
        var ports = tasks.Select(task => (int)task!["containers"]![0]!["networkBindings"]![0]!["hostPort"]!).ToList();
        Assert.That((ports[0], ports[1] != port, tasks.Select(task => (string)task!["containerInstanceArn"]!).Distinct().Count()), Is.EqualTo((port, true, 2)));
        await EcsServer.AnswerAsync(ports[1], answer => answer == "1");
    }

    [Test]
    public async Task A_task_that_cannot_be_started_says_why()
    {
        await using var ecs = await EcsServer.StartAsync();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var missing = EcsServer.Perl("web", "");
        missing["image"] = "127.0.0.1:1/none@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

        await ecs.ServeAsync("image", [missing]);
        await ecs.ServeAsync("port", [EcsServer.Perl("web", "sleep 600", $$"""{"portMappings": [{"containerPort": 80, "hostPort": {{port}}}]}""")]);
        await ecs.ServeAsync("file", [EcsServer.Perl("web", "", """{"environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::none/app.env"}]}""")]);
        // What outlives the process that is killed: the engine may not hear that memory ran out when the whole container is gone at once.
        await ecs.ServeAsync("memory", [EcsServer.Perl("web", "if (my $child = fork) { waitpid $child, 0; my $signal = $? & 127; sleep 2; exit 128 + $signal } $x = 'x' x 200_000_000; sleep 600")]);
        await ecs.ServeAsync("command", [EcsServer.Perl("web", "", """{"entryPoint": ["/nowhere"]}""")]);

        Assert.That(await WhyAsync(ecs, "image"), Does.StartWith("TaskFailedToStart; CannotPullContainerError: "));
        Assert.That(await WhyAsync(ecs, "port"), Does.StartWith("TaskFailedToStart; Task failed to start; CannotStartContainerError: ").And.Contain("address already in use"));
        Assert.That(await WhyAsync(ecs, "file"), Does.StartWith("TaskFailedToStart; ResourceInitializationError: failed to download env files: arn:aws:s3:::none/app.env: NoSuchBucket: "));
        Assert.That(await WhyAsync(ecs, "memory"), Is.EqualTo("EssentialContainerExited; Essential container in task exited; OutOfMemoryError: Container killed due to memory usage; 137"));
        Assert.That(await WhyAsync(ecs, "command"), Does.StartWith("TaskFailedToStart; Task failed to start; CannotStartContainerError: ").And.Contain("/nowhere"));
    }

    [Test]
    public async Task A_failed_task_keeps_its_containers_for_their_logs()
    {
        await using var ecs = await EcsServer.StartAsync();

        await ecs.ServeAsync("shop", [EcsServer.Perl("web", "print STDERR \"no database\\n\"; exit 3")]);
        var task = await ecs.TaskAsync("shop", EcsServer.IsStopped);

        var container = task["containers"]![0]!;
        Assert.That((int)container["exitCode"]!, Is.EqualTo(3));
        Assert.That((await Slipway.Testing.CommandRunner.RunAsync(new("docker", ["logs", (string)container["runtimeId"]!]), CancellationToken.None)).Error, Is.EqualTo("no database\n"));
    }

    private static async Task<string> WhyAsync(EcsServer ecs, string service)
    {
        var task = await ecs.TaskAsync(service, EcsServer.IsStopped);
        string?[] parts = [(string?)task["stopCode"], (string?)task["stoppedReason"], (string?)task["containers"]![0]!["reason"], task["containers"]![0]!["exitCode"]?.ToString()];
        return string.Join("; ", parts.OfType<string>());
    }
}
