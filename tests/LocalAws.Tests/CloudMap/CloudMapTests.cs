using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.CloudMap;

/// <summary>Namespaces, services and instances, as clients of AWS make and find them.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class CloudMapTests
{
    [Test]
    public async Task The_command_line_of_AWS()
    {
        await using var server = await LocalAwsServer.StartAsync();

        var lines = await AwsScript.RunAsync(new(server.Client.BaseAddress!), """
            export AWS_DISABLE_HOST_PREFIX_INJECTION=true
            sd() { aws servicediscovery "$@" --output text; }
            operation=$(sd create-private-dns-namespace --name shop.local --vpc vpc-1 --tags Key=team,Value=shop --query OperationId)
            sd get-operation --operation-id "$operation" --query 'Operation.[Type,Status]'
            space=$(sd get-operation --operation-id "$operation" --query Operation.Targets.NAMESPACE)
            sd get-namespace --id "$space" --query 'Namespace.[Name,Type,ServiceCount,Properties.HttpProperties.HttpName,Properties.DnsProperties.SOA.TTL]'
            sd create-http-namespace --name api --query OperationId > /dev/null
            sd list-namespaces --filters Name=TYPE,Values=DNS_PRIVATE --query 'Namespaces[].Name'
            service=$(sd create-service --name web --namespace-id "$space" --dns-config 'DnsRecords=[{Type=A,TTL=10}]' --health-check-custom-config FailureThreshold=1 --query Service.Id)
            sd get-service --id "$service" --query 'Service.[Name,Type,DnsConfig.RoutingPolicy,DnsConfig.DnsRecords[0].Type,DnsConfig.DnsRecords[0].TTL,HealthCheckCustomConfig.FailureThreshold]'
            sd register-instance --service-id "$service" --instance-id one --attributes AWS_INSTANCE_IPV4=10.0.0.1,version=2 --query OperationId > /dev/null
            sd register-instance --service-id "$service" --instance-id two --attributes AWS_INSTANCE_IPV4=10.0.0.2,AWS_INIT_HEALTH_STATUS=UNHEALTHY --query OperationId > /dev/null
            sd discover-instances --namespace-name shop.local --service-name web --query 'Instances[].[InstanceId,HealthStatus,Attributes.AWS_INSTANCE_IPV4]'
            sd discover-instances --namespace-name shop.local --service-name web --health-status ALL --query 'sort_by(Instances,&InstanceId)[].InstanceId'
            sd discover-instances --namespace-name shop.local --service-name web --health-status ALL --query-parameters version=2 --query 'Instances[].InstanceId'
            sd update-instance-custom-health-status --service-id "$service" --instance-id two --status HEALTHY
            sd get-instances-health-status --service-id "$service" --instances two --query Status.two
            sd update-service --id "$service" --service 'DnsConfig={DnsRecords=[{Type=A,TTL=60}]}' --query OperationId > /dev/null
            sd list-services --filters Name=NAMESPACE_ID,Values="$space" --query 'Services[].[Name,InstanceCount,DnsConfig.DnsRecords[0].TTL]'
            try sd delete-service --id "$service"
            try sd delete-namespace --id "$space"
            sd deregister-instance --service-id "$service" --instance-id two --query OperationId > /dev/null
            sd list-instances --service-id "$service" --query 'Instances[].[Id,Attributes.version]'
            sd get-instance --service-id "$service" --instance-id one --query Instance.Id
            sd deregister-instance --service-id "$service" --instance-id one --query OperationId > /dev/null
            arn=$(sd get-service --id "$service" --query Service.Arn)
            sd tag-resource --resource-arn "$arn" --tags Key=a,Value=1 Key=b,Value=2
            sd untag-resource --resource-arn "$arn" --tag-keys a
            sd list-tags-for-resource --resource-arn "$arn" --query 'Tags[].[Key,Value]'
            sd delete-service --id "$service"
            sd delete-namespace --id "$space" --query OperationId > /dev/null
            sd list-namespaces --query 'Namespaces[].Name'
            """);

        Assert.That(lines, Is.EqualTo(new[]
        {
            "CREATE_NAMESPACE\tSUCCESS",
            "shop.local\tDNS_PRIVATE\t0\tshop.local\t15",
            "shop.local",
            "web\tDNS_HTTP\tMULTIVALUE\tA\t10\t1",
            "one\tHEALTHY\t10.0.0.1",
            "one\ttwo",
            "one",
            "HEALTHY",
            "web\t2\t60",
            "An error occurred (ResourceInUse) when calling the DeleteService operation: Service contains registered instances; delete the instances before deleting the service",
            "An error occurred (ResourceInUse) when calling the DeleteNamespace operation: Namespace has associated services; delete the services before deleting the namespace.",
            "one\t2",
            "one",
            "b\t2",
            "api",
        }));
    }

    [TestCase("CreatePrivateDnsNamespace", """{"Name": "shop.local", "Vpc": "vpc-1"}""", "NamespaceAlreadyExists: Namespace shop.local already exists.")]
    [TestCase("CreatePrivateDnsNamespace", """{"Name": "shop..local", "Vpc": "vpc-1"}""", "InvalidInput: Namespace name 'shop..local' is not a domain name.")]
    [TestCase("CreatePrivateDnsNamespace", """{"Name": "other"}""", "InvalidInput: Vpc is required.")]
    [TestCase("CreateService", """{"Name": "db", "NamespaceId": "ns-none"}""", "NamespaceNotFound: No namespace found for ns-none.")]
    [TestCase("CreateService", """{"Name": "db", "NamespaceId": "ns-id"}""", "InvalidInput: A service of a DNS namespace needs a DnsConfig with DnsRecords, or the type HTTP.")]
    [TestCase("CreateService", """{"Name": "WEB", "NamespaceId": "ns-id", "DnsConfig": {"DnsRecords": [{"Type": "A", "TTL": 1}]}}""", "ServiceAlreadyExists: Service web already exists.")]
    [TestCase("CreateService", """{"Name": "db", "NamespaceId": "ns-id", "DnsConfig": {"DnsRecords": [{"Type": "CNAME", "TTL": 1}]}}""", "NotImplemented: LocalAws does not emulate DNS records of type CNAME; run this against AWS, or leave it out with --env=local.")]
    [TestCase("CreateService", """{"Name": "db", "NamespaceId": "ns-id", "HealthCheckConfig": {"Type": "TCP"}}""", "NotImplemented: LocalAws does not emulate 'HealthCheckConfig' of CreateService; run this against AWS, or leave it out with --env=local.")]
    [TestCase("RegisterInstance", """{"ServiceId": "srv-id", "InstanceId": "one", "Attributes": {"AWS_INSTANCE_PORT": "80"}}""", "InvalidInput: The attribute AWS_INSTANCE_IPV4 is required: service web has A records.")]
    [TestCase("RegisterInstance", """{"ServiceId": "srv-id", "InstanceId": "one", "Attributes": {"AWS_ALIAS_DNS_NAME": "lb"}}""", "NotImplemented: LocalAws does not emulate the attribute AWS_ALIAS_DNS_NAME of an instance with DNS records; run this against AWS, or leave it out with --env=local.")]
    [TestCase("DeregisterInstance", """{"ServiceId": "srv-id", "InstanceId": "one"}""", "InstanceNotFound: No instance found for one.")]
    [TestCase("UpdateService", """{"Id": "srv-id", "Service": {"DnsConfig": {"DnsRecords": [{"Type": "SRV", "TTL": 1}]}}}""", "InvalidInput: The types of the DNS records of service web cannot be changed.")]
    [TestCase("GetOperation", """{"OperationId": "none"}""", "OperationNotFound: No operation found for none.")]
    [TestCase("CreatePublicDnsNamespace", """{"Name": "example.com"}""", "UnknownOperationException: LocalAws does not emulate Cloud Map CreatePublicDnsNamespace; run this against AWS, or leave it out with --env=local.")]
    public async Task A_call_is_refused(string operation, string request, string refusal)
    {
        await using var server = await LocalAwsServer.StartAsync();
        var map = new CloudMapClient(server.Client);
        var (space, service) = (await map.NamespaceAsync("shop.local"), await map.ServiceAsync("shop.local", "web", "A"));

        var refused = await server.Client.RefusedAsync(CloudMapClient.Target + operation, request.Replace("ns-id", space, StringComparison.Ordinal).Replace("srv-id", service, StringComparison.Ordinal));

        Assert.That(refused, Does.EndWith($" {refusal}"));
    }

    [Test]
    public async Task What_is_registered_is_there_after_a_restart()
    {
        await using var server = await LocalAwsServer.StartAsync();
        var map = new CloudMapClient(server.Client);
        await map.NamespaceAsync("shop.local");
        var service = await map.ServiceAsync("shop.local", "web", "A");
        await map.RegisterAsync(service, "one", """{"AWS_INSTANCE_IPV4": "10.0.0.1"}""");
        var folder = Directory.CreateTempSubdirectory("local-aws-").FullName;
        File.Copy(Path.Combine(server.Options.StateDirectory, "cloud-map.json"), Path.Combine(folder, "cloud-map.json"));

        await using var next = await LocalAwsServer.StartAsync(options => options with { StateDirectory = folder });

        Assert.That(await new CloudMapClient(next.Client).ResolveAsync("web.shop.local"), Is.EqualTo("web.shop.local 5 10.0.0.1"));
    }
}
