using Slipway.Pipeline.Commands.Lint;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Reader;
using static Slipway.Pipeline.Tests.Commands.Lint.LintedFolder;

namespace Slipway.Pipeline.Tests.Commands.Lint;

public sealed class ProjectLinterTests
{
    private LintedFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Files_that_agree_have_no_findings()
    {
        _folder.Task(Container("app", """, "dependsOn": [{ "containerName": "web", "condition": "START" }]"""), Container("web", """, "portMappings": [{ "containerPort": 80 }]"""))
            .With("appspec.yaml", Appspec("web", "80"));

        Assert.That(_folder.Lint("""{ "app": { "depends_on": ["web"] }, "web": { "ports": ["8080:80"] } }"""), Is.Empty);
    }

    [Test]
    public void A_task_definition_that_is_not_there_is_an_error() => Assert.That(_folder.Lint(), Is.EqualTo(new[]
    {
        "slipway.yml:7:5: error SLP100: There is no task definition 'task.json' for environment 'staging'.",
    }));

    [Test]
    public void What_the_configuration_probably_does_not_mean_is_a_warning_that_can_be_allowed()
    {
        _folder.Task(Container("app"));
        var settings = SettingsReader.Parse(
            "{ application: shop, region: eu-west-2, images: { app: { repository: shop.app } }, secrets: [{ from: \"s3://b/staging/.env\", to: .env }], environments: { staging: { deploy: { strategy: rolling, cluster: c, service: s, taskDefinition: task.json } }, production: { deploy: { strategy: rolling, cluster: c, service: s, taskDefinition: task.json } } } }",
            "slipway.yml", "production");
        _folder.Environment = LintEnvironment.Of(settings, PlaceholderValues.For(settings, new("1", "c0ffee", null)));

        Assert.That(_folder.Lint().Single(), Does.StartWith("slipway.yml:1:102: warning SLP015: "));
        Assert.That(_folder.Lint("{}", new AllowedFinding("SLP015", null, "shared on purpose")), Is.Empty);
    }

    [Test]
    public void An_appspec_names_a_container_and_one_of_its_ports()
    {
        _folder.Task(Container("app"), Container("web", """, "portMappings": [{ "containerPort": 80 }, { "containerPort": 443 }]"""))
            .With("appspec.yaml", Appspec("wbe", "80") + "  - Other:\n      Properties: { TaskDefinition: x, LoadBalancerInfo: { ContainerName: web, ContainerPort: 8080 } }\n  - Third: { Properties: {} }\n");

        Assert.That(_folder.Lint(), Is.EqualTo(new[]
        {
            "appspec.yaml:7:44: error SLP102: task.json has no container 'wbe'; did you mean 'web'?",
            "appspec.yaml:10:95: error SLP103: Container 'web' in task.json has no port 8080; its ports: 80, 443.",
            "appspec.yaml:11:5: error SLP101: This resource has no 'TaskDefinition', no 'ContainerName', no 'ContainerPort'.",
        }));
    }

    [TestCase("Resources: {}\n", "appspec.yaml:1:12: error SLP101: There is no list 'Resources'.")]
    [TestCase("- [\n", "appspec.yaml:2:1: error SLP101: ")]
    [TestCase("", "appspec.yaml:1:1: error SLP101: There is no list 'Resources'.")]
    public void An_appspec_that_is_none_is_an_error(string text, string finding)
    {
        _folder.Task(Container("app")).With("appspec.yaml", text);

        Assert.That(_folder.Lint(), Has.Length.EqualTo(1).And.Some.StartsWith(finding));
    }

    [Test]
    public void An_image_comes_from_the_release_or_says_where_it_comes_from()
    {
        _folder.Task(
            Container("app"),
            """{ "name": "worker", "image": "<APP>", "memory": 128 }""",
            """{ "name": "proxy", "image": "public.ecr.aws/nginx/nginx:1.27", "memory": 128 }""",
            """{ "name": "cache", "image": "redis:7", "memory": 128 }""",
            """{ "name": "mail", "image": "ghcr.io/acme/mail", "memory": 128 }""",
            """{ "name": "other", "image": "shop.other", "memory": 128 }""");

        Assert.That(_folder.Lint(), Is.EqualTo(new[]
        {
            "task.json:7:24: warning SLP104: The image 'redis:7' of container 'cache' names no registry: it comes from Docker Hub, whose limits apply to the cluster.",
            "task.json:8:23: warning SLP104: The image 'ghcr.io/acme/mail' of container 'mail' has no tag or digest: it is whatever 'latest' is when a task starts.",
            "task.json:9:24: error SLP104: The image 'shop.other' of container 'other' comes from no image of the release, and names neither a registry nor a tag or digest.",
        }));
    }

    [Test]
    public void What_Compose_waits_for_the_task_definition_waits_for_too()
    {
        _folder.Task(
            Container("app", """, "links": ["web"]"""),
            Container("web", """, "healthCheck": { "command": ["CMD", "true"] }"""),
            """{ "name": "worker", "image": "<APP>", "memory": 128, "dependsOn": [{ "containerName": "app", "condition": "START" }] }""");

        var findings = _folder.Lint("""
            { "app": { "depends_on": { "web": { "condition": "service_healthy" }, "db": { "condition": "service_healthy" } } },
              "worker": { "depends_on": ["web"] } }
            """);

        Assert.That(findings, Is.EqualTo(new[]
        {
            "task.json:4:5: warning SLP105: In Compose, 'app' waits for 'web' (service_healthy); container 'app' has no dependency on 'web' with HEALTHY.",
        }));
    }

    [Test]
    public void Ports_of_Compose_and_of_the_task_definition_agree()
    {
        _folder.Task(Container("app", """, "portMappings": [{ "containerPort": 9000 }]"""), Container("web", """, "portMappings": [{ "containerPort": 8080 }, { "containerPort": 443 }]"""));

        var findings = _folder.Lint("""{ "app": { "ports": ["${PORT}"] }, "web": { "ports": [{ "target": 80, "published": "80" }, "127.0.0.1:8443:443/tcp"], "expose": ["9001"] } }""");

        Assert.That(findings, Is.EqualTo(new[] { "task.json:5:72: warning SLP106: Container 'web' has port 8080, and in Compose 'web' has 80, 443, 9001." }));
    }

    [Test]
    public void A_secret_file_in_a_build_context_is_ignored_there()
    {
        _folder.Task(Container("app"))
            .WithSecret(".env").WithSecret("app/storage/key.p8").WithSecret("web/tls.pem")
            .With("app/.dockerignore", "storage/*\n!storage/key.p8\n").With("web/Dockerfile.dockerignore", "*.pem\n").With("web/.dockerignore", "!*.pem\n");

        var findings = _folder.Lint("""{ "app": { "build": "ROOT/app" }, "worker": { "build": { "context": "app" } }, "web": { "build": { "context": "ROOT/web", "dockerfile": "Dockerfile" } }, "all": { "build": "." }, "far": { "build": "https://example.com/x.git" } }""");

        Assert.That(findings, Is.EqualTo(new[]
        {
            "slipway.yml:9:5: warning SLP107: 'app/storage/key.p8' is inside the build context 'app' of service 'app', and app/.dockerignore lets it through.",
            "slipway.yml:9:5: warning SLP107: '.env' is inside the build context '.' of service 'all', and there is no .dockerignore.",
            "slipway.yml:9:5: warning SLP107: 'app/storage/key.p8' is inside the build context '.' of service 'all', and there is no .dockerignore.",
            "slipway.yml:9:5: warning SLP107: 'web/tls.pem' is inside the build context '.' of service 'all', and there is no .dockerignore.",
        }));
    }

    [Test]
    public void A_secret_that_is_written_down_is_told_without_its_value()
    {
        var access = "AKIA" + "IOSFODNN7EXAMPLE";
        (string Name, string Value)[] variables =
        [
            ("DB_PASSWORD", "hunter2hunter2"), ("APP_KEY", "base64:xyz"), ("apiToken", "t0k3n"), ("AWS_ACCESS_KEY_ID", access), ("SSL", "-----BEGIN EC PRIVATE KEY-----"), ("DATABASE_URL", "mysql://shop:hunter2@db/shop"),
            ("ConnectionStrings__Shop", "Server=db;User Id=sa;Password=hunter2"), ("DSN", "host=db password=$DB_PASSWORD"),
            ("DB_PASSWORD_FILE", "/run/secrets/db"), ("CACHE_KEY_PREFIX", "shop"), ("TOKEN_TTL", "60"), ("TOKEN_EXPIRE_MINUTES", "60"), ("REQUIRE_PASSWORD", "true"), ("MYSQL_RANDOM_ROOT_PASSWORD", "yes"), ("EMPTY_SECRET", ""), ("PUBLIC_KEY", "abc"), ("KEYBOARD", "uk"), ("PASSWORD_URL", "https://x/reset"),
        ];
        _folder.Task(Container("app", $", \"environment\": [{string.Join(",\n", variables.Select(variable => $$"""{"name":"{{variable.Name}}","value":"{{variable.Value}}"}"""))}]"));

        var findings = _folder.Lint();

        Assert.That(findings.Select(finding => finding.Split(": ", 2)[1]), Is.EqualTo(new[]
        {
            "warning SLP108: Variable 'DB_PASSWORD' of container 'app' has its value written down.",
            "warning SLP108: Variable 'APP_KEY' of container 'app' has its value written down.",
            "warning SLP108: Variable 'apiToken' of container 'app' has its value written down.",
            "error SLP109: Variable 'AWS_ACCESS_KEY_ID' of container 'app' holds an AWS access key.",
            "error SLP109: Variable 'SSL' of container 'app' holds a private key.",
            "error SLP109: Variable 'DATABASE_URL' of container 'app' holds a URL with a password.",
            "error SLP109: Variable 'ConnectionStrings__Shop' of container 'app' holds a connection string with a password.",
        }));
    }

    [TestCase("staging", "task.json:4:95: error SLP109: Variable 'DATABASE_URL' of container 'app' holds a URL with a password.")]
    [TestCase("local", "task.json:4:95: warning SLP108: Variable 'DATABASE_URL' of container 'app' holds a URL with a password.")]
    public void A_password_of_the_rehearsal_is_a_doubt_and_elsewhere_a_mistake(string environment, string finding)
    {
        _folder.Task(Container("app", """, "environment": [{ "name": "DATABASE_URL", "value": "postgres://shop:secret@db/shop" }]"""));
        _folder.Environment = _folder.Environment with { Name = environment };

        Assert.That(_folder.Lint(), Is.EqualTo(new[] { finding }));
    }

    [Test]
    public void What_belongs_to_another_account_or_region_is_told()
    {
        _folder.Task(
            """{ "name": "app", "image": "444455556666.dkr.ecr.us-east-1.amazonaws.com/app:1", "memory": 128 }""",
            Container("web", """, "secrets": [{ "name": "A", "valueFrom": "arn:aws:ssm:eu-west-1:111122223333:parameter/a" }], "environmentFiles": [{ "type": "s3", "value": "arn:aws:s3:::shop/a.env" }]"""),
            Container("log", """, "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "g", "awslogs-region": "eu-west-3" } }"""));
        _folder.Environment = _folder.Environment with { Containers = new Dictionary<string, IReadOnlyList<string>> { ["app"] = ["app"], ["web"] = ["web"], ["log"] = ["log"] } };

        Assert.That(_folder.Lint(), Is.EqualTo(new[]
        {
            "task.json:4:22: warning SLP110: '444455556666.dkr.ecr.us-east-1.' is of account 444455556666, and environment 'staging' is account 111122223333.",
            "task.json:4:22: warning SLP111: '444455556666.dkr.ecr.us-east-1.' is in region us-east-1, and environment 'staging' is in eu-west-2.",
            "task.json:5:80: warning SLP111: 'arn:aws:ssm:eu-west-1:111122223333:parameter/a' is in region eu-west-1, and environment 'staging' is in eu-west-2.",
            "task.json:6:134: warning SLP111: Logs go to region eu-west-3, and environment 'staging' is in eu-west-2.",
        }));
    }

    [Test]
    public void An_environment_file_means_the_same_to_ECS_and_to_Compose()
    {
        _folder.Task(Container("app", """, "environmentFiles": [{ "type": "s3", "value": "arn:aws:s3:::shop/staging/.env" }]"""))
            .With("app/local-s3/shop/staging/.env", "# comment\nPLAIN=a b\nQUOTED=\"s3cret\"\r\nSINGLE='x'\nSPACED= x\nNAME =x\nexport OUT=x\nnothing\nINNER=a\"b\"\n\n")
            .With(".env.example", "KEY=\"\"\n").With("other.env", "KEY=\"\"\n");

        Assert.That(_folder.Lint(), Is.EqualTo(new[]
        {
            "app/local-s3/shop/staging/.env:3:1: warning SLP112: 'QUOTED' has quotes around its value, which ECS keeps and Compose strips.",
            "app/local-s3/shop/staging/.env:4:1: warning SLP112: 'SINGLE' has quotes around its value, which ECS keeps and Compose strips.",
            "app/local-s3/shop/staging/.env:5:1: warning SLP112: 'SPACED' has spaces around its value, which ECS keeps and Compose strips.",
            "app/local-s3/shop/staging/.env:6:1: warning SLP112: 'NAME' has spaces around its name.",
            "app/local-s3/shop/staging/.env:7:1: warning SLP112: 'export OUT' begins with 'export', which ECS takes for a part of the name.",
            "app/local-s3/shop/staging/.env:8:1: warning SLP112: This line has no '=', so ECS makes no variable of it.",
        }));
    }

    [TestCase("A=value # trailing", "'A' has a comment behind its value, which ECS keeps and Compose strips.")]
    [TestCase("E=\"x\" # c", "'E' has a comment behind its value, which ECS keeps and Compose strips.")]
    [TestCase("E='it is #1' # c", "'E' has a comment behind its value, which ECS keeps and Compose strips.")]
    [TestCase("E=\"x # c\"", "'E' has quotes around its value, which ECS keeps and Compose strips.")]
    [TestCase("B=${A}", "'B' has a '$' in its value, which ECS keeps and Compose replaces.")]
    [TestCase("C=$A-x", "'C' has a '$' in its value, which ECS keeps and Compose replaces.")]
    [TestCase("F=pa$$word", "'F' has a '$' in its value, which ECS keeps and Compose replaces.")]
    [TestCase("URL=http://${HOST:-localhost}/", "'URL' has a '$' in its value, which ECS keeps and Compose replaces.")]
    [TestCase("G=#hash", null)]
    [TestCase("H=a#b", null)]
    [TestCase("P=5$", null)]
    [TestCase("Q=$1.50", null)]
    [TestCase("R=a$(b)", null)]
    [TestCase("S=it's #1", "'S' has a comment behind its value, which ECS keeps and Compose strips.")]
    public void What_Compose_makes_of_a_value_ECS_does_not(string line, string? problem)
    {
        _folder.Task(Container("app", """, "environmentFiles": [{ "type": "s3", "value": "arn:aws:s3:::shop/staging/app.env" }]""")).With("app/local-s3/shop/staging/app.env", line);

        Assert.That(_folder.Lint(), Is.EqualTo(problem is null ? [] : new[] { $"app/local-s3/shop/staging/app.env:1:1: warning SLP112: {problem}" }));
    }

    [Test]
    public void An_environment_file_that_secrets_puts_here_is_looked_at_and_others_are_not()
    {
        _folder.Task(Container("app", """, "environmentFiles": [{ "type": "s3", "value": "arn:aws:s3:::shop/staging/app.env" }]"""))
            .With("app.env", "A=\"1\"").With("build.env", "B=\"1\"");
        _folder.Environment = _folder.Environment with { Downloads = [("s3://shop/staging/app.env", "app.env"), ("s3://shop/staging/build.env", "build.env")] };

        Assert.That(_folder.Lint(), Is.EqualTo(new[] { "app.env:1:1: warning SLP112: 'A' has quotes around its value, which ECS keeps and Compose strips." }));
    }

    [Test]
    public void A_finding_that_is_allowed_is_counted_and_an_exception_that_allows_nothing_is_told()
    {
        _folder.Task(Container("app", """, "memoryReservation": 128"""), Container("web", """, "memoryReservation": 128"""));

        var report = _folder.Report(
            "{}",
            new AllowedFinding("ECS054", "containerDefinitions[0]", "It never needs more."),
            new AllowedFinding("ECS054", "containerDefinitions[1].memory", "Another member."),
            new AllowedFinding("ECS001", Path: null, "Not so."));

        Assert.That(report.Findings.Select(finding => finding.Headline), Is.EqualTo(new[]
        {
            "slipway.yml: info SLP115: The exception for ECS054 at 'containerDefinitions[1].memory' (Another member.) matches no finding.",
            "slipway.yml: info SLP115: The exception for ECS001 (Not so.) matches no finding.",
            "task.json:5:53: warning ECS054: Container 'web' reserves 128 MiB, which is also its hard limit.",
        }));
        Assert.That(report.Summary, Is.EqualTo("Linted 2 files: 0 errors, 1 warning, 2 for information; 1 allowed by 'lint.ignore'."));
    }

    [Test]
    public void Rules_have_ids_of_their_own() => Assert.That(ProjectLinter.Rules.Select(rule => rule.Id), Is.Unique.And.Ordered.Using((IComparer<string>)StringComparer.Ordinal));

    private static string Appspec(string container, string port) => $"""
        version: 0.0
        Resources:
          - TargetService:
              Type: AWS::ECS::Service
              Properties:
                TaskDefinition: <TASK_DEFINITION>
                LoadBalancerInfo: {"{"} ContainerName: {container},
                  ContainerPort: {port} {"}"}

        """;
}
