using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Connect;

/// <summary>Service Connect by the real <c>aws</c> command, with the namespaces and services that it makes in Cloud Map. No task is started.</summary>
public sealed class ConnectByCommandLineTests
{
    [Test]
    public async Task The_command_line_of_AWS()
    {
        await using var server = await LocalAwsServer.StartAsync();

        var lines = await AwsScript.RunAsync(new(server.Client.BaseAddress!), """
            export AWS_DISABLE_HOST_PREFIX_INJECTION=true
            sd() { aws servicediscovery "$@" --output text; }
            ecs() { aws ecs "$@" --output text; }
            arn=$(ecs create-cluster --cluster-name shop --service-connect-defaults namespace=shop --query cluster.serviceConnectDefaults.namespace)
            sd list-namespaces --query "Namespaces[?Arn=='$arn'].[Name,Type]"
            ecs register-task-definition --family api --container-definitions '[{"name": "api", "image": "api", "memory": 64, "portMappings": [{"name": "http", "containerPort": 8080, "appProtocol": "http"}]}]' --query taskDefinition.revision
            service='{"portName": "http", "discoveryName": "api", "clientAliases": [{"port": 80}], "timeout": {"idleTimeoutSeconds": 60, "perRequestTimeoutSeconds": 20}, "ingressPortOverride": 9090}'
            create() { name=$1; shift; ecs create-service --cluster shop --service-name "$name" --task-definition api --desired-count 0 "$@"; }
            create api --service-connect-configuration "{\"enabled\": true, \"services\": [$service], \"logConfiguration\": {\"logDriver\": \"awslogs\"}}" --query 'service.deployments[0].serviceConnectResources[].discoveryName'
            sd create-http-namespace --name other > /dev/null
            create web --service-connect-configuration '{"enabled": true, "namespace": "other"}' --query 'service.deployments[0].serviceConnectConfiguration.[enabled,namespace]'
            create alone --query 'service.deployments[0].serviceConnectConfiguration'
            found=$(ecs describe-services --cluster shop --services api --query 'services[0].deployments[0].serviceConnectResources[0].discoveryArn')
            sd list-services --query "Services[?Arn=='$found'].[Name,Type,InstanceCount]"
            ecs list-services-by-namespace --namespace shop --query serviceArns
            ecs list-services-by-namespace --namespace other --query serviceArns
            try ecs list-services-by-namespace --namespace none
            try create lost --service-connect-configuration '{"enabled": true, "namespace": "none"}'
            try ecs update-service --cluster shop --service alone --service-connect-configuration '{"enabled": true, "namespace": "none"}'
            try ecs update-cluster --cluster missing --service-connect-defaults namespace=none
            try ecs create-cluster --cluster-name 'not valid' --service-connect-defaults namespace=none
            ecs update-cluster --cluster shop --service-connect-defaults namespace=new --query cluster.clusterName
            sd list-namespaces --query 'sort_by(Namespaces,&Name)[].Name'
            ecs update-cluster --cluster shop --service-connect-defaults namespace=shop --query "cluster.serviceConnectDefaults.namespace=='$arn'"
            try create second --service-connect-configuration "{\"enabled\": true, \"services\": [$service]}" | sed "s|$arn|ARN|"
            try create tls --service-connect-configuration '{"enabled": true, "services": [{"portName": "http", "clientAliases": [{"port": 80}], "tls": {"issuerCertificateAuthority": {"awsPcaAuthorityArn": "arn"}}}]}'
            try create logs --service-connect-configuration '{"enabled": true, "accessLogConfiguration": {"format": "TEXT"}}'
            ecs update-service --cluster shop --service api --service-connect-configuration enabled=false --query 'service.deployments[0].[serviceConnectConfiguration.enabled,serviceConnectResources]'
            create second --service-connect-configuration "{\"enabled\": true, \"services\": [$service]}" --query "service.deployments[0].serviceConnectResources[?discoveryArn=='$found'].discoveryName"
            try sd delete-namespace --id "${arn##*/}"
            """);

        Assert.That(lines, Is.EqualTo(new[]
        {
            "shop\tHTTP",
            "1",
            "api",
            "True\tother",
            "None",
            "api\tHTTP\t0",
            "arn:aws:ecs:us-east-1:000000000000:service/shop/api",
            "arn:aws:ecs:us-east-1:000000000000:service/shop/web",
            "An error occurred (NamespaceNotFoundException) when calling the ListServicesByNamespace operation: Failed to retrieve namespace for none",
            "An error occurred (NamespaceNotFoundException) when calling the CreateService operation: Failed to retrieve namespace for none",
            "An error occurred (NamespaceNotFoundException) when calling the UpdateService operation: Failed to retrieve namespace for none",
            "An error occurred (ClusterNotFoundException) when calling the UpdateCluster operation: Cluster not found.",
            "An error occurred (InvalidParameterException) when calling the CreateCluster operation: Identifier is cluster name. It may have letters, digits, hyphens and underscores, 255 at most.",
            "shop",
            "new\tother\tshop",
            "True",
            "An error occurred (InvalidParameterException) when calling the CreateService operation: SC service is already used by ARN",
            "An error occurred (NotImplemented) when calling the CreateService operation: LocalAws does not emulate 'serviceConnectConfiguration.services[].tls' of CreateService; run this against AWS, or leave it out with --env=local.",
            "An error occurred (NotImplemented) when calling the CreateService operation: LocalAws does not emulate 'serviceConnectConfiguration.accessLogConfiguration' of CreateService; run this against AWS, or leave it out with --env=local.",
            "False\tNone",
            "api",
            "An error occurred (ResourceInUse) when calling the DeleteNamespace operation: Namespace has associated services; delete the services before deleting the namespace.",
        }));
    }
}
