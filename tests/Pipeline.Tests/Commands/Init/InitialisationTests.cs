using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tests.Commands.Init;

public sealed class InitialisationTests
{
    private const string Shop = """
        services:
          web:
            build: web
            ports: ["8080:80"]
            depends_on: [api]
            healthcheck: { test: [CMD, curl, -f, "http://localhost/health"], interval: 10s }
          api:
            build: api
            environment: { DATABASE_URL: "mysql://shop:${DATABASE_PASSWORD:-example}@db/shop" }
            depends_on: [db]
          db: { image: mariadb:11, ports: ["127.0.0.1:3306:3306"] }
          browser-test: { build: tests, depends_on: [web] }
        """;

    [Test]
    public async Task A_Compose_file_becomes_all_files_and_the_rehearsal_needs_nothing_more()
    {
        using var folder = new ApplicationFolder(Shop);

        await folder.InitAsync();

        Assert.That(folder.Files, Is.EqualTo(new[]
        {
            ".github/workflows/slipway.yml", ".gitignore", "appspec.yaml", "bitbucket-pipelines.yml", "buildspec-production.yml", "buildspec-staging.yml", "slipway.yml",
            "taskdefs/local-taskdef.json", "taskdefs/production-taskdef.json", "taskdefs/staging-taskdef.json",
        }));
        var settings = SettingsReader.Read(folder.PathOf("slipway.yml"), "local");
        Assert.That(settings.Images.Select(image => (image.Service, image.Repository)), Is.EqualTo(new[] { ("api", "shop.api"), ("web", "shop.web") }));
        Assert.That((settings.Application, settings.Region, settings.Account), Is.EqualTo(("shop", "us-east-1", (string?)null)));
        Assert.That((settings.Service.Strategy, settings.Deploy.Cluster, settings.Service.EcsName), Is.EqualTo((DeployStrategy.Rolling, "local", "shop")));
        Assert.That((settings.Database!.Service, settings.Database.Kind), Is.EqualTo(("db", DatabaseKind.MySql)));
        Assert.That(settings.Compose.Files, Is.EqualTo(new[] { "compose.yaml" }));
        Assert.That(folder.Read("taskdefs/local-taskdef.json"), Does.Not.Contain("FILL-IN"));
    }

    [TestCase("staging")]
    [TestCase("production")]
    public async Task What_only_the_user_knows_is_marked_and_refused(string environment)
    {
        using var folder = new ApplicationFolder(Shop);

        await folder.InitAsync();

        var refused = Assert.Throws<ConfigurationException>(() => SettingsReader.Read(folder.PathOf("slipway.yml"), environment));
        Assert.That(refused!.Errors.Select(error => error.Message), Is.EqualTo(new[]
        {
            $"missing key 'region' (environment '{environment}')", $"missing key 'cluster' in 'deploy' (environment '{environment}')",
        }));
        Assert.That(folder.Read("slipway.yml").Split('\n').Count(line => line.Contains("# FILL-IN:", StringComparison.Ordinal)), Is.EqualTo(4));
        Assert.That(folder.Read($"taskdefs/{environment}-taskdef.json"), Does.Contain($"arn:aws:ssm:FILL-IN-REGION:FILL-IN-ACCOUNT:parameter/shop/{environment}/DATABASE_URL"));
    }

    [Test]
    public async Task What_this_machine_knows_of_AWS_has_not_to_be_filled_in()
    {
        using var folder = new ApplicationFolder(Shop) { Known = new("eu-west-2", "123456789012") };

        await folder.InitAsync();

        Assert.That(folder.Read("taskdefs/staging-taskdef.json"), Does.Not.Contain("FILL-IN"));
        var refused = Assert.Throws<ConfigurationException>(() => SettingsReader.Read(folder.PathOf("slipway.yml"), "staging"));
        Assert.That(refused!.Errors.Select(error => error.Message), Is.EqualTo(new[] { "missing key 'cluster' in 'deploy' (environment 'staging')" }));
    }

    [Test]
    public async Task With_what_is_filled_in_every_environment_is_valid()
    {
        using var folder = new ApplicationFolder(Shop) { Known = new("eu-west-2", Account: null) };
        await folder.InitAsync();

        folder.Write("slipway.yml", folder.Read("slipway.yml").Replace("# cluster: my-cluster ", "cluster: my-cluster ", StringComparison.Ordinal));

        var settings = SettingsReader.Read(folder.PathOf("slipway.yml"), "production");
        Assert.That((settings.Deploy.Cluster, settings.Service.EcsName), Is.EqualTo(("my-cluster", "production-shop")));
        Assert.That(settings.Skip.Select(skip => skip.Task), Is.EqualTo(new[] { "WaitForDb", "Migrate", "PhpUnit" }));
    }

    [Test]
    public async Task A_service_for_tests_and_a_port_of_a_database_stay_on_this_machine()
    {
        using var folder = new ApplicationFolder(Shop);

        await folder.InitAsync();

        var local = TaskDefinitionDocument.Parse(folder.Read("taskdefs/local-taskdef.json"), "local");
        var staging = TaskDefinitionDocument.Parse(folder.Read("taskdefs/staging-taskdef.json"), "staging");
        Assert.That(local.Containers.Select(container => container.Name), Is.EqualTo(new[] { "db", "api", "web" }));
        Assert.That(staging.Containers.Select(container => container.Name), Is.EqualTo(new[] { "db", "api", "web" }));
        Assert.That(local.Containers[0].PortMappings, Is.EqualTo(new[] { new PortMapping(3306, 3306, "tcp") }));
        Assert.That(staging.Containers[0].PortMappings, Is.Empty);
        Assert.That(folder.Said, Has.One.EqualTo("  browser-test: services: by its name it is for tests only, so it is left out."));
    }

    [Test]
    public async Task On_Fargate_the_rehearsal_is_a_task_on_Fargate_behind_a_load_balancer()
    {
        using var folder = new ApplicationFolder(Shop);

        await folder.InitAsync(LaunchType.Fargate);

        foreach (var environment in new[] { "local", "staging" })
        {
            var task = JsonNode.Parse(folder.Read($"taskdefs/{environment}-taskdef.json"))!;
            Assert.That(((string?)task["networkMode"], (string?)task["cpu"], (string?)task["memory"]), Is.EqualTo(("awsvpc", "256", "1024")), environment);
        }

        var local = SettingsReader.Read(folder.PathOf("slipway.yml"), "local");
        Assert.That((local.Service.LaunchType, local.Service.LoadBalancer! with { Place = default! }), Is.EqualTo((LaunchType.Fargate, new LoadBalancerSettings("web", 80, null, 8080, "/health", "200", default!))));
        Assert.That(local.Verify.Single().Url.Text, Is.EqualTo("http://127.0.0.1:8080/health"));
        Assert.That(folder.Read("taskdefs/local-taskdef.json"), Does.Contain("mysql://shop:example@127.0.0.1/shop"));
        Assert.That(folder.Said, Has.One.StartsWith("  api: environment: DATABASE_URL: 127.0.0.1 is written in the place of 'db'"));
    }

    [Test]
    public async Task On_Fargate_the_network_is_for_the_user_to_fill_in()
    {
        using var folder = new ApplicationFolder(Shop) { Known = new("eu-west-2", Account: null) };
        await folder.InitAsync(LaunchType.Fargate);

        folder.Write("slipway.yml", folder.Read("slipway.yml").Replace("# cluster: my-cluster ", "cluster: my-cluster ", StringComparison.Ordinal).Replace("# network: ", "network: ", StringComparison.Ordinal));

        Assert.That(folder.Read("slipway.yml").Split('\n').Count(line => line.Contains("network: ", StringComparison.Ordinal) && line.Contains("FILL-IN", StringComparison.Ordinal)), Is.EqualTo(2));
        Assert.That(SettingsReader.Read(folder.PathOf("slipway.yml"), "staging").Service.Network!.Subnets, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Where_nothing_says_which_path_answers_the_load_balancer_of_the_rehearsal_takes_any_answer()
    {
        using var folder = new ApplicationFolder("services: { web: { build: ., ports: [\"3000\"] } }");

        await folder.InitAsync(LaunchType.Fargate);

        Assert.That(SettingsReader.Read(folder.PathOf("slipway.yml"), "local").Service.LoadBalancer! with { Place = default! }, Is.EqualTo(new LoadBalancerSettings("web", 3000, null, 8080, "/", "200-499", default!)));
        Assert.That(folder.Said, Has.One.EndsWith("--target=Deploy --env=local   (rehearses everything on this machine; it answers at http://127.0.0.1:8080/)"));
    }

    [Test]
    public async Task What_may_not_speak_HTTP_has_no_load_balancer_in_the_rehearsal_and_that_is_said()
    {
        using var folder = new ApplicationFolder("services: { game: { build: ., ports: [\"25565:25565\"] } }");

        await folder.InitAsync(LaunchType.Fargate);

        Assert.That(SettingsReader.Read(folder.PathOf("slipway.yml"), "local").Service.LoadBalancer, Is.Null);
        Assert.That(folder.Read("slipway.yml"), Does.Contain("      # loadBalancer: { container: game, port: 25565, listener: 25565, healthCodes: 200-499 }   # if it answers by HTTP; take the comment away\n"));
        Assert.That(folder.Said, Has.One.EqualTo(
            "game: nobody reaches port 25565 in the rehearsal, since Fargate publishes nothing and a load balancer speaks HTTP, and it is not known whether this port does; take the comment of its 'loadBalancer' in the settings away where that is right."));
    }

    [Test]
    public async Task Two_services_on_one_port_are_refused_on_Fargate()
    {
        using var folder = new ApplicationFolder("services: { web: { build: ., ports: [\"8080:80\"] }, admin: { build: ., ports: [\"8081:80\"] } }");

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync(LaunchType.Fargate));

        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((ExitCodes.Configuration, string.Join('\n',
        [
            "compose.yaml cannot become a task definition, so nothing was written:",
            "taskdefs/local-taskdef.json, taskdefs/staging-taskdef.json, taskdefs/production-taskdef.json: services 'admin' and 'web' listen on port 80/tcp, and in network mode awsvpc the containers of a task share one network, "
                + "so only one of them would start (EADDRINUSE); give each a task definition and an ECS service of its own (--services=each), let each listen on a port of its own, or use --launch-type=ec2.",
        ]))));
    }

    [Test]
    public async Task A_secret_from_a_file_is_in_no_file_that_is_committed_and_in_no_line_of_the_log()
    {
        using var folder = new ApplicationFolder("services: { app: { build: ., env_file: app.env } }");
        folder.Write("app.env", "API_TOKEN=hunter2hunter2\nCOLOUR=blue\n");

        await folder.InitAsync();

        const string Kept = ".slipway/local-s3/shop-secrets/local/app.env";
        Assert.That(folder.Read(Kept), Is.EqualTo("API_TOKEN=hunter2hunter2\n"));
        if (!OperatingSystem.IsWindows()) Assert.That(File.GetUnixFileMode(folder.PathOf(Kept)), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(folder.Files.Where(file => folder.Read(file).Contains("hunter2", StringComparison.Ordinal)), Is.EqualTo(new[] { Kept, "app.env" }));
        Assert.That(folder.Said, Has.None.Contain("hunter2"));
        var container = TaskDefinitionDocument.Parse(folder.Read("taskdefs/local-taskdef.json"), "local").Containers[0];
        Assert.That(container.EnvironmentFiles, Is.EqualTo(new[] { "arn:aws:s3:::shop-secrets/local/app.env" }));
        Assert.That(container.Environment, Is.EqualTo(new Dictionary<string, string> { ["COLOUR"] = "blue" }));
    }

    [Test]
    public async Task What_this_machine_says_is_for_the_rehearsal_and_to_be_filled_in_elsewhere()
    {
        using var folder = new ApplicationFolder("services: { app: { build: ., env_file: app.env, environment: { ALLOWED: \"${HOSTS}\", LEVEL: \"${LEVEL:-info}\", PEER: \"${PEER}\" } }, db: { image: \"mysql:8\" } }");
        folder.Write("app.env", "DEBUG=true\n");
        folder.Write(".env", "HOSTS=*\nPEER=db\nLEVEL=debug\n");

        await folder.InitAsync();

        var local = TaskDefinitionDocument.Parse(folder.Read("taskdefs/local-taskdef.json"), "local").Containers.Single(container => container.Name == "app");
        var production = TaskDefinitionDocument.Parse(folder.Read("taskdefs/production-taskdef.json"), "production").Containers.Single(container => container.Name == "app");
        Assert.That(local.Environment, Is.EqualTo(new Dictionary<string, string> { ["ALLOWED"] = "*", ["DEBUG"] = "true", ["LEVEL"] = "debug", ["PEER"] = "db" }));
        Assert.That(production.Environment, Is.EqualTo(new Dictionary<string, string> { ["ALLOWED"] = "FILL-IN", ["DEBUG"] = "FILL-IN", ["LEVEL"] = "info", ["PEER"] = "db" }));
        Assert.That(folder.Said, Has.One.EqualTo("  environment: FILL-IN stands for what only this machine says, by its variables, .env or an env_file: app: ALLOWED, DEBUG. Write what is right for the environment."));
    }

    [TestCase("command: \"serve --token=${APP_TOKEN}\"", "'command' of service 'app' has the value of secret APP_TOKEN")]
    [TestCase("environment: { APP_TOKEN: \"${APP_TOKEN}\" }, labels: [\"auth=from-dot-env-1\"]", "'labels' of service 'app' has the value of secret APP_TOKEN")]
    [TestCase("environment: { APP_TOKEN: from-dot-env-1 }, healthcheck: { test: \"curl -H X:from-dot-env-1 localhost\" }", "'healthcheck' of service 'app' has the value of secret APP_TOKEN")]
    public async Task A_secret_that_would_stay_elsewhere_is_refused_and_nothing_is_written(string keys, string message)
    {
        using var folder = new ApplicationFolder($"services: {{ app: {{ build: ., {keys} }} }}");
        folder.Write(".env", "APP_TOKEN=from-dot-env-1\n");

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync());

        Assert.That(refused!.ExitCode, Is.EqualTo(ExitCodes.Configuration));
        Assert.That(refused.Message, Does.Contain($"taskdefs/staging-taskdef.json, taskdefs/production-taskdef.json: {message}, which would stay in the task definition;").And.Not.Contains("from-dot-env"));
        Assert.That(folder.Files, Is.EqualTo(new[] { ".env" }));
    }

    [Test]
    public async Task A_file_of_a_secret_is_a_variable_where_no_file_can_be_mounted()
    {
        using var folder = new ApplicationFolder("""
            services: { db: { image: "postgres:16", environment: { POSTGRES_PASSWORD_FILE: /run/secrets/pw }, secrets: [pw] } }
            secrets: { pw: { file: ./pw.txt } }
            """);
        folder.Write("pw.txt", "hunter2hunter2\n");

        await folder.InitAsync(LaunchType.Fargate);

        Assert.That(folder.Read(".slipway/local-s3/shop-secrets/local/db.env"), Is.EqualTo("POSTGRES_PASSWORD=hunter2hunter2\n"));
        Assert.That(folder.Read("taskdefs/local-taskdef.json"), Does.Not.Contain("POSTGRES_PASSWORD_FILE").And.Not.Contain("hunter2"));
        Assert.That(folder.Read("taskdefs/staging-taskdef.json"), Does.Contain("parameter/shop/staging/PW").And.Not.Contain("POSTGRES_PASSWORD_FILE"));
    }

    [Test]
    public async Task An_application_that_builds_nothing_is_valid_with_nothing_edited()
    {
        using var folder = new ApplicationFolder("services: { web: { image: nginx, ports: [\"8098:80\"] } }");

        await folder.InitAsync();

        Assert.That(SettingsReader.Read(folder.PathOf("slipway.yml"), "local").Images, Is.Empty);
        Assert.That(folder.Read("slipway.yml"), Does.Contain("\n# None has a 'build': what the task definitions name is pulled as it is, and nothing is pushed. With one:\n# images:\n#   web: { repository: shop.web }\n"));
        Assert.That(folder.Read("taskdefs/local-taskdef.json"), Does.Contain("\"image\": \"nginx:latest\""));
        Assert.That(folder.Read("buildspec-staging.yml"), Does.Contain("    - imagedefinitions.json\n    - release.json\n"));
        Assert.That(folder.Said, Has.One.EqualTo("No service has a 'build': images are pulled as they are, nothing is built and nothing is pushed."));
        Assert.That(folder.Said, Has.One.Contains("--target=Deploy --env=local"));
    }

    [TestCase("ports: [\"8098:80\"]", LaunchType.Ec2, "http://127.0.0.1:8098/")]
    [TestCase("ports: [\"127.0.0.1:8443:443\"]", LaunchType.Ec2, "https://127.0.0.1:8443/")]
    [TestCase("ports: [\"8098:80\"], healthcheck: { test: \"curl -f http://localhost/up\" }", LaunchType.Ec2, "http://127.0.0.1:8098/up")]
    [TestCase("ports: [\"8098:80\"], healthcheck: { test: \"curl -f http://localhost/up\" }", LaunchType.Fargate, "http://127.0.0.1:8098/up")]
    [TestCase("ports: [\"8098:80\"]", LaunchType.Fargate, "http://127.0.0.1:8098/")]
    // Docker chooses a port; and on Fargate nothing says that a load balancer can ask.
    [TestCase("ports: [\"80\"]", LaunchType.Ec2, null)]
    [TestCase("ports: [\"8098:7000\"]", LaunchType.Fargate, null)]
    [TestCase("expose: [\"80\"]", LaunchType.Ec2, null)]
    public async Task The_address_of_the_rehearsal_is_told_where_it_is_known(string keys, LaunchType launchType, string? address)
    {
        using var folder = new ApplicationFolder($"services: {{ web: {{ build: ., {keys} }} }}");

        await folder.InitAsync(launchType);

        Assert.That(
            folder.Said.Single(line => line.Contains("--target=Deploy --env=local", StringComparison.Ordinal)),
            Does.EndWith(address is null ? "(rehearses everything on this machine)" : $"(rehearses everything on this machine; it answers at {address})"));
    }

    [Test]
    public async Task A_server_on_the_port_of_a_debugger_is_visited_there()
    {
        using var folder = new ApplicationFolder("services: { flows: { image: \"n8nio/n8n:1.70.0\", ports: [\"5678:5678\"] } }");

        await folder.InitAsync();

        Assert.That(folder.Read("appspec.yaml"), Does.Contain("ContainerPort: 5678"));
    }

    [Test]
    public async Task Without_a_published_port_there_is_no_appspec()
    {
        using var folder = new ApplicationFolder("services: { web: { image: \"nginx:1\" } }");

        await folder.InitAsync();

        Assert.That(folder.Said, Has.One.StartsWith("No service publishes a port, so there is no appspec.yaml"));
        Assert.That(folder.Files, Does.Not.Contain("appspec.yaml"));
    }
}
