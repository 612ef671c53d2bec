using Slipway.Aws;
using Slipway.Aws.S3;
using Slipway.Pipeline.Commands.Doctor;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Environments.Rehearsal;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tests.Foundation.Output;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Doctor;

/// <summary>An account that lacks everything, and the same account with everything, as moto's server keeps it.</summary>
[NonParallelizable] // It sets environment variables of this process.
public sealed class DoctorChecksTests
{
    private const string Role = "arn:aws:iam::123456789012:role/tasks";

    private const string Configuration = """
        application: shop
        region: eu-west-2
        account: "123456789012"
        images: { app: { repository: shop.app } }
        secrets:
          - { from: "s3://shop-secrets/{env}/.env", to: .env }
          - { from: "secretsmanager://shop/db#password", variable: DB_PASSWORD }
        environments: { staging: { deploy: { strategy: rolling, cluster: staging, service: shop } } }
        """;

    private const string TaskDefinition = """
        { "family": "shop", "executionRoleArn": "arn:aws:iam::123456789012:role/tasks", "containerDefinitions": [{ "name": "app", "image": "app",
          "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "/ecs/shop", "awslogs-region": "eu-west-2" } } }] }
        """;

    private AwsVariables _variables = null!;
    private DirectoryInfo _root = null!;

    [SetUp]
    public void MakeRepository()
    {
        _root = Directory.CreateTempSubdirectory("slipway-doctor-");
        Directory.CreateDirectory(Path.Combine(_root.FullName, "taskdefs"));
        File.WriteAllText(Path.Combine(_root.FullName, "taskdefs/staging-taskdef.json"), TaskDefinition);
        _variables = new();
    }

    [TearDown]
    public void RemoveRepository()
    {
        _variables.Dispose();
        _root.Delete(recursive: true);
    }

    [Test]
    public async Task What_is_missing_is_named_with_its_remedy_and_what_is_there_is_fine()
    {
        if (MotoProcess.Missing is { } reason) Assert.Ignore(reason);
        await using var moto = await MotoProcess.StartAsync(CancellationToken.None);
        _variables.Set("AWS_ENDPOINT_URL", moto.Endpoint.ToString());

        var before = await ExamineAsync();
        await ProvisionAsync(moto.Endpoint);
        var after = await ExamineAsync();
        var shifting = await ExamineAsync(Configuration.Replace("rolling", "ecs-blue-green", StringComparison.Ordinal));

        Assert.That(Lines(before, CheckResult.Failed), Is.EqualTo(new[]
        {
            "secret s3://shop-secrets/staging/.env: does not exist | Upload it, or correct 'from' at slipway.yml:6:5.",
            "secret secretsmanager://shop/db#password: does not exist | Upload it, or correct 'from' at slipway.yml:7:5.",
            "lock s3://shop-secrets/slipway/shop/staging.lock: there is no bucket 'shop-secrets' | aws s3 mb --region eu-west-2 s3://shop-secrets, or correct 'deploy.lock'; with Terraform: infra/modules/bucket",
            "repository shop.app: does not exist | aws ecr create-repository --region eu-west-2 --repository-name shop.app; with Terraform: infra/modules/repositories",
            "cluster staging: is not there, or not active | aws ecs create-cluster --region eu-west-2 --cluster-name staging; with Terraform: infra/modules/cluster",
            "log group /ecs/shop: does not exist, and no task would start | aws logs create-log-group --region eu-west-2 --log-group-name /ecs/shop; with Terraform: infra/modules/log-groups",
            $"role {Role}: does not exist | Create it, with ecs-tasks.amazonaws.com as the service that may take it on; with Terraform: infra/modules/roles",
        }));
        Assert.That(Lines(after, CheckResult.Failed), Is.Empty);
        Assert.That(Lines(shifting, CheckResult.Failed), Is.EqualTo(new[] { "service shop: is not there, and no deployment creates one whose traffic is shifted | Create it with its target groups; with Terraform: infra/modules/service" }));
        Assert.That(Lines(after, CheckResult.Passed), Is.SupersetOf(new[]
        {
            "region: eu-west-2", "secret s3://shop-secrets/staging/.env: 3 bytes", "secret secretsmanager://shop/db#password: can be read", "cluster staging: active",
            "lock s3://shop-secrets/slipway/shop/staging.lock: is not there yet; the first deployment makes it",
            "service shop: is not there yet; the first deployment creates it", "log group /ecs/shop: exists", $"role {Role}: exists, and ECS may take it on",
        }));
        Assert.That(Lines(after, CheckResult.Unknown), Has.Some.StartsWith("repository shop.app: does not scan what is pushed"));
    }

    [Test]
    public async Task A_service_that_is_not_there_yet_needs_a_network_for_tasks_of_mode_awsvpc()
    {
        if (MotoProcess.Missing is { } reason) Assert.Ignore(reason);
        await using var moto = await MotoProcess.StartAsync(CancellationToken.None);
        _variables.Set("AWS_ENDPOINT_URL", moto.Endpoint.ToString());
        await ProvisionAsync(moto.Endpoint);
        File.WriteAllText(Path.Combine(_root.FullName, "taskdefs/staging-taskdef.json"), TaskDefinition.Replace("\"family\": \"shop\",", "\"family\": \"shop\", \"networkMode\": \"awsvpc\",", StringComparison.Ordinal));

        var without = await ExamineAsync();
        var with = await ExamineAsync(Configuration.Replace("service: shop }", "service: shop, network: { subnets: [subnet-1] } }", StringComparison.Ordinal));

        Assert.That(Lines(without, CheckResult.Failed).Single(), Does.StartWith(
            "network of service shop: is not configured, and a deployment would fail | slipway.yml:8:28: missing key 'network' in 'deploy' (environment 'staging')"));
        Assert.That(Lines(with, CheckResult.Failed), Is.Empty);
    }

    [Test]
    public async Task Another_account_is_told_before_anything_is_checked()
    {
        if (MotoProcess.Missing is { } reason) Assert.Ignore(reason);
        await using var moto = await MotoProcess.StartAsync(CancellationToken.None);
        _variables.Set("AWS_ENDPOINT_URL", moto.Endpoint.ToString());

        var checks = await ExamineAsync(Configuration.Replace("123456789012", "210987654321"));

        Assert.That(Lines(checks, CheckResult.Failed).Single(), Does.StartWith(
            "credentials: cannot be used, so nothing in AWS was checked | slipway.yml:3:1: environment 'staging' is account 210987654321, but the credentials are of account 123456789012"));
    }

    [Test]
    public async Task What_is_still_to_be_filled_in_is_a_mistake_of_the_file()
    {
        if (MotoProcess.Missing is { } reason) Assert.Ignore(reason);
        await using var moto = await MotoProcess.StartAsync(CancellationToken.None);
        _variables.Set("AWS_ENDPOINT_URL", moto.Endpoint.ToString());
        await ProvisionAsync(moto.Endpoint);
        File.WriteAllText(Path.Combine(_root.FullName, "taskdefs/staging-taskdef.json"), TaskDefinition.Replace("\"image\": \"app\",", "\"image\": \"app\", \"secrets\": [{ \"name\": \"A\", \"valueFrom\": \"arn:aws:ssm:eu-west-2:FILL-IN-ACCOUNT:parameter/a\" }],", StringComparison.Ordinal));

        var failed = (await ExamineAsync()).Single(check => check.Result == CheckResult.Failed);

        Assert.That((failed.Subject, failed.Remedy, failed.IsOfFile), Is.EqualTo((
            "task definition taskdefs/staging-taskdef.json",
            "taskdefs/staging-taskdef.json:1:166: 'containerDefinitions[0].secrets[0].valueFrom' is still to be filled in: it has FILL-IN-ACCOUNT.",
            true)));
    }

    [Test]
    public async Task A_namespace_of_Service_Connect_has_to_be_there_before_a_service_is_created()
    {
        if (MotoProcess.Missing is { } reason) Assert.Ignore(reason);
        await using var moto = await MotoProcess.StartAsync(CancellationToken.None);
        _variables.Set("AWS_ENDPOINT_URL", moto.Endpoint.ToString());
        await ProvisionAsync(moto.Endpoint);
        var named = Configuration.Replace("service: shop }", "service: shop, serviceDefinition: taskdefs/staging-service.json }", StringComparison.Ordinal);
        Connect("\"namespace\": \"staging-shop\"");

        var before = await ExamineAsync(named);
        using var aws = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = moto.Endpoint, AccessKeyId = "a", SecretAccessKey = new("s") });
        await aws.Json(AwsService.ServiceDiscovery).InvokeAsync("CreateHttpNamespace", new() { ["Name"] = "staging-shop", ["CreatorRequestId"] = "1" }, CancellationToken.None);
        var after = await ExamineAsync(named);
        Connect($"\"namespace\": \"{(await aws.Namespaces.ListAsync(CancellationToken.None)).Single().Arn}\"");
        var byArn = await ExamineAsync(named);
        Connect("");
        var ofCluster = await ExamineAsync(named);
        await aws.Ecs.SetNamespaceAsync("staging", "staging-shop", CancellationToken.None);
        var ofClusterAfter = await ExamineAsync(named);

        Assert.That(Lines(before, CheckResult.Failed), Is.EqualTo(new[]
        {
            "namespace staging-shop: does not exist, and no service would be created or updated | aws servicediscovery create-http-namespace --region eu-west-2 --name staging-shop; with Terraform: infra/modules/cluster",
        }));
        Assert.That(Lines(after, CheckResult.Passed), Has.One.EqualTo("namespace staging-shop: exists"));
        Assert.That(Lines(after, CheckResult.Failed).Concat(Lines(byArn, CheckResult.Failed)).Concat(Lines(ofClusterAfter, CheckResult.Failed)), Is.Empty);
        Assert.That(Lines(ofCluster, CheckResult.Failed), Is.EqualTo(new[]
        {
            "namespace of cluster staging: is not set, and a service definition with 'serviceConnectConfiguration' names none | Write 'namespace' there, or: aws ecs update-cluster --region eu-west-2 --cluster staging --service-connect-defaults namespace=NAME",
        }));
    }

    private void Connect(string space) =>
        File.WriteAllText(Path.Combine(_root.FullName, "taskdefs/staging-service.json"), $$"""{ "serviceConnectConfiguration": { "enabled": true{{(space.Length > 0 ? ", " : "")}}{{space}} } }""");

    private static async Task ProvisionAsync(Uri endpoint)
    {
        using var aws = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = endpoint, AccessKeyId = "a", SecretAccessKey = new("s") });
        using var http = new HttpClient();
        using var bucket = await http.PutAsync(new Uri(endpoint, "shop-secrets"), new StringContent("<CreateBucketConfiguration><LocationConstraint>eu-west-2</LocationConstraint></CreateBucketConfiguration>"));
        using var content = new MemoryStream("A=1"u8.ToArray());
        await aws.Objects.PutAsync(new S3Location("shop-secrets", "staging/.env"), content, CancellationToken.None);
        await aws.Json(AwsService.SecretsManager).InvokeAsync("CreateSecret", new() { ["Name"] = "shop/db", ["SecretString"] = "{\"password\":\"p\"}", ["ClientRequestToken"] = $"{Guid.NewGuid()}" }, CancellationToken.None);
        await aws.Ecr.CreateRepositoryAsync("shop.app", CancellationToken.None);
        await aws.Ecs.CreateClusterAsync("staging", CancellationToken.None);
        await aws.Json(AwsService.Logs).InvokeAsync("CreateLogGroup", new() { ["logGroupName"] = "/ecs/shop" }, CancellationToken.None);
        const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
        await aws.Query(AwsService.Iam).InvokeAsync("CreateRole", new Dictionary<string, string> { ["RoleName"] = "tasks", ["AssumeRolePolicyDocument"] = Trust }, CancellationToken.None);
    }

    private async Task<IReadOnlyList<Check>> ExamineAsync(string configuration = Configuration)
    {
        var (paths, log) = (new Paths(_root.FullName), new SilentLog());
        using var rehearsal = new RehearsalAws(paths, TimeProvider.System);
        var examination = new DoctorChecks(new(new Dictionary<string, string> { ["CODEBUILD_RESOLVED_SOURCE_VERSION"] = "c0ffee" }, new GitRepository(paths.Root, TimeProvider.System)), new AwsAccess(rehearsal, log), new(), paths, TimeProvider.System);
        return await examination.RunAsync(SettingsReader.Parse(configuration, "slipway.yml", "staging"), "7", CancellationToken.None);
    }

    private static List<string> Lines(IEnumerable<Check> checks, CheckResult result) =>
        [.. checks.Where(check => check.Result == result && !check.Subject.StartsWith("docker", StringComparison.Ordinal)).Select(check => check.Remedy is null ? $"{check.Subject}: {check.Detail}" : $"{check.Subject}: {check.Detail} | {check.Remedy}")];
}
