namespace Slipway.Pipeline.Tests.Commands.Policy;

/// <summary>Configurations of which policies are computed.</summary>
internal static class PolicyCases
{
    public const string CodeDeploy =
        """
        application: shop
        region: eu-west-2
        account: "123456789012"
        role: "arn:aws:iam::{account}:role/{env}-deployer"
        registry: "210987654321.dkr.ecr.eu-central-1.amazonaws.com"
        images: { app: { repository: shop/app } }
        secrets:
          - { from: "secretsmanager://shop/{env}/key", variable: APP_KEY }
          - { from: "ssm:///shop/{env}/token", variable: TOKEN }
        migrate: { service: app, command: [migrate], in: cluster }
        environments:
          staging:
            deploy: { strategy: blue-green, cluster: c, service: s, lock: "s3://locks/{env}.lock", scan: { fail: high }, codeDeploy: { application: shop-app, deploymentGroup: shop-group } }
        """;

    public const string ArtifactsOnly =
        """
        application: shop
        region: us-gov-west-1
        account: "123456789012"
        images: { app: { repository: shop/app } }
        environments:
          staging: { deploy: { strategy: artifacts-only, cluster: c, service: s } }
        """;

    public static readonly string EcsBlueGreen = ArtifactsOnly.Replace("us-gov-west-1", "eu-west-2", StringComparison.Ordinal).Replace("artifacts-only", "ecs-blue-green", StringComparison.Ordinal);

    /// <summary>A web service that CodeDeploy shifts, another that ECS shifts, and a worker with a role of its own that is rolled, and that has schedules.</summary>
    private const string Several =
        """
        application: shop
        region: eu-west-2
        account: "123456789012"
        images: { app: { repository: shop/app }, worker: { repository: shop/worker } }
        migrate: { service: worker, command: [migrate], in: cluster }
        environments:
          staging:
            deploy:
              cluster: c
              strategy: rolling
              lock: "s3://locks/{env}.lock"
              services:
                web: { service: shop-web, strategy: blue-green, taskDefinition: taskdefs/staging-taskdef.json, codeDeploy: { application: shop-app, deploymentGroup: shop-group } }
                admin: { service: shop-admin, strategy: ecs-blue-green }
                worker: { service: shop-worker, serviceDefinition: "taskdefs/{env}-worker-service.json", after: web }
              schedules:
                nightly: { service: worker, expression: rate(1 day), role: "arn:aws:iam::{account}:role/{env}-scheduler" }
                weekly: { service: worker, schedule: shop-weekly, group: reports }
        """;

    private const string Admin =
        """
        {
          "family": "shop-admin",
          "executionRoleArn": "arn:aws:iam::123456789012:role/shop-execution",
          "containerDefinitions": [{ "name": "admin", "image": "<APP>", "portMappings": [{ "containerPort": 80 }] }]
        }
        """;

    private const string Worker =
        """
        {
          "family": "shop-worker",
          "executionRoleArn": "arn:aws:iam::123456789012:role/worker-execution",
          "taskRoleArn": "arn:aws:iam::123456789012:role/worker-task",
          "containerDefinitions": [
            { "name": "worker", "image": "<WORKER>" },
            { "name": "router", "image": "123456789012.dkr.ecr.eu-west-2.amazonaws.com/team/router:3" },
            { "name": "metrics", "image": "public.ecr.aws/team/metrics:1" }
          ]
        }
        """;

    private static readonly (string Path, string Text) Buildspec = ("buildspec-staging.yml", "version: 0.2\n");

    public const string WithRoles =
        """
        {
          "family": "shop",
          "networkMode": "awsvpc",
          "executionRoleArn": "arn:aws:iam::123456789012:role/shop-execution",
          "taskRoleArn": "shop-task",
          "containerDefinitions": [
            {
              "name": "app",
              "image": "<APP>",
              "portMappings": [{ "containerPort": 80 }],
              "repositoryCredentials": { "credentialsParameter": "arn:aws:secretsmanager:eu-west-2:123456789012:secret:hub-AbCdEf" },
              "secrets": [
                { "name": "A", "valueFrom": "arn:aws:secretsmanager:eu-west-2:123456789012:secret:shop/a-AbCdEf:key::" },
                { "name": "B", "valueFrom": "/shop/b" }
              ],
              "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "/ecs/shop", "awslogs-region": "eu-west-1", "awslogs-create-group": "true", "awslogs-stream-prefix": "app" } }
            }
          ]
        }
        """;

    private static readonly (string Name, Func<PolicyFolder> Folder)[] Cases =
    [
        ("rolling", () => PolicyFolder.Sample),
        ("blue-green", () => PolicyFolder.With(CodeDeploy, WithRoles, Buildspec)),
        ("ecs-blue-green", () => PolicyFolder.With(EcsBlueGreen, WithRoles, Buildspec)),
        ("artifacts-only", () => PolicyFolder.With(ArtifactsOnly, WithRoles)),
        ("several", () => PolicyFolder.With(Several, WithRoles, Buildspec, ("taskdefs/staging-admin-taskdef.json", Admin), ("taskdefs/staging-worker-taskdef.json", Worker),
            ("taskdefs/staging-worker-service.json", """{ "serviceConnectConfiguration": { "enabled": true, "namespace": "staging" } }"""))),
    ];

    public static IEnumerable<string> Names => Cases.Select(one => one.Name);

    public static PolicyFolder Folder(string name) => Cases.First(one => one.Name == name).Folder();
}
