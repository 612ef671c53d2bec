using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests;

/// <summary>
/// The real <c>aws</c> command drives each operation beside services once; its parser sees every answer. Not <c>ecs execute-command</c>, which wants
/// the plugin of Session Manager before it calls anything, and not <c>logs tail</c>, which only its second version has.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class OperationsByCommandLineTests
{
    [Test]
    public async Task Secrets_Manager()
    {
        await using var server = await LocalAwsServer.StartAsync();

        var lines = await AwsScript.RunAsync(new(server.Client.BaseAddress!), """
            sm() { aws secretsmanager "$@" --output text; }
            sm create-secret --name shop/db --secret-string one --query Name
            sm put-secret-value --secret-id shop/db --secret-string two --query VersionStages
            sm update-secret --secret-id shop/db --description changed --query Name
            sm get-secret-value --secret-id shop/db --query SecretString
            sm get-secret-value --secret-id shop/db --version-stage AWSPREVIOUS --query SecretString
            sm tag-resource --secret-id shop/db --tags Key=a,Value=1
            sm untag-resource --secret-id shop/db --tag-keys b
            sm describe-secret --secret-id shop/db --query '[Description,Tags[0].Key]'
            sm list-secrets --query 'SecretList[].Name'
            sm list-secret-version-ids --secret-id shop/db --query 'length(Versions)'
            sm delete-secret --secret-id shop/db --query Name
            try sm get-secret-value --secret-id shop/db
            sm restore-secret --secret-id shop/db --query Name
            """);

        Assert.That(lines, Is.EqualTo(new[]
        {
            "shop/db", "AWSCURRENT", "shop/db", "two", "one", "changed\ta", "shop/db", "2", "shop/db",
            "An error occurred (InvalidRequestException) when calling the GetSecretValue operation: You can't perform this operation on the secret because it was marked for deletion.",
            "shop/db",
        }));
    }

    [Test]
    public async Task Parameter_Store()
    {
        await using var server = await LocalAwsServer.StartAsync();

        var lines = await AwsScript.RunAsync(new(server.Client.BaseAddress!), """
            ssm() { aws ssm "$@" --output text; }
            ssm put-parameter --name /shop/url --value one --type String --query Version
            ssm put-parameter --name /shop/url --value two --overwrite --query Version
            ssm put-parameter --name /shop/token --value t0ken --type SecureString --query Tier
            ssm get-parameter --name /shop/url:1 --query Parameter.Value
            ssm get-parameter --name /shop/token --with-decryption --query Parameter.Value
            ssm get-parameters --names /shop/url none --query '[Parameters[0].Value,InvalidParameters[0]]'
            ssm get-parameters-by-path --path /shop --query 'Parameters[].Name'
            ssm get-parameter-history --name /shop/url --query 'Parameters[].Value'
            ssm describe-parameters --parameter-filters Key=Type,Values=SecureString --query 'Parameters[].Name'
            ssm add-tags-to-resource --resource-type Parameter --resource-id /shop/url --tags Key=a,Value=1
            ssm remove-tags-from-resource --resource-type Parameter --resource-id /shop/url --tag-keys b
            ssm list-tags-for-resource --resource-type Parameter --resource-id /shop/url --query 'TagList[0].Key'
            ssm delete-parameters --names /shop/token --query 'DeletedParameters'
            ssm delete-parameter --name /shop/url
            try ssm get-parameter --name /shop/url
            """);

        Assert.That(lines, Is.EqualTo(new[]
        {
            "1", "2", "Standard", "one", "t0ken", "two\tnone", "/shop/token\t/shop/url", "one\ttwo", "/shop/token", "a", "/shop/token",
            "An error occurred (ParameterNotFound) when calling the GetParameter operation: Parameter /shop/url not found.",
        }));
    }

    [Test]
    public async Task CloudWatch_Logs()
    {
        await using var server = await LocalAwsServer.StartAsync();

        var lines = await AwsScript.RunAsync(new(server.Client.BaseAddress!), """
            logs() { aws logs "$@" --output text; }
            now=$(date +%s)000
            logs create-log-group --log-group-name /ecs/shop
            logs create-log-stream --log-group-name /ecs/shop --log-stream-name web/one
            logs put-retention-policy --log-group-name /ecs/shop --retention-in-days 7
            logs put-log-events --log-group-name /ecs/shop --log-stream-name web/one --log-events timestamp=$now,message=hello timestamp=$now,message=ERROR --query 'length(nextSequenceToken)'
            logs describe-log-groups --query 'logGroups[].[logGroupName,retentionInDays]'
            logs describe-log-streams --log-group-name /ecs/shop --order-by LastEventTime --query 'logStreams[].logStreamName'
            logs get-log-events --log-group-name /ecs/shop --log-stream-name web/one --query 'events[].message'
            logs filter-log-events --log-group-name /ecs/shop --filter-pattern ERROR --query 'events[].message'
            logs filter-log-events --log-group-name /ecs/shop --log-stream-name-prefix web --start-time $now --interleaved --query 'length(events)'
            logs tag-resource --resource-arn arn:aws:logs:us-east-1:000000000000:log-group:/ecs/shop --tags a=1
            logs untag-resource --resource-arn arn:aws:logs:us-east-1:000000000000:log-group:/ecs/shop --tag-keys b
            logs list-tags-for-resource --resource-arn arn:aws:logs:us-east-1:000000000000:log-group:/ecs/shop --query tags.a
            logs delete-retention-policy --log-group-name /ecs/shop
            logs delete-log-stream --log-group-name /ecs/shop --log-stream-name web/one
            logs delete-log-group --log-group-name /ecs/shop
            try logs describe-log-streams --log-group-name /ecs/shop
            """);

        Assert.That(lines, Is.EqualTo(new[]
        {
            "56", "/ecs/shop\t7", "web/one", "hello\tERROR", "ERROR", "2", "1",
            "An error occurred (ResourceNotFoundException) when calling the DescribeLogStreams operation: The specified log group does not exist.",
        }));
    }

    [Test]
    public async Task Tasks_of_their_own()
    {
        await using var ecs = await EcsServer.StartAsync();
        await ecs.Server.Client.SucceedAsync("secretsmanager.CreateSecret", """{"Name": "shop", "SecretString": "{\"password\": \"p4ss\"}"}""");
        await ecs.CallAsync("RegisterTaskDefinition", $$"""
            {"family": "migrate", "executionRoleArn": "arn:aws:iam::000000000000:role/execution", "taskRoleArn": "arn:aws:iam::000000000000:role/task", "containerDefinitions": [{{EcsServer.Perl("app", "print \"$ENV{PASSWORD} $ENV{STEP}\\n\"; exit 3", """
            {"secrets": [{"name": "PASSWORD", "valueFrom": "arn:aws:secretsmanager:us-east-1:000000000000:secret:shop:password::"}],
             "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/migrate", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "m"} } }
            """).ToJsonString()}}]}
            """);

        var lines = await AwsScript.RunAsync(ecs.Aws, """
            ecs() { aws ecs "$@" --output text; }
            task=$(ecs run-task --cluster local --task-definition migrate --started-by build-7 --enable-execute-command --tags key=a,value=1 --overrides '{"containerOverrides":[{"name":"app","environment":[{"name":"STEP","value":"up"}]}]}' --query 'tasks[0].taskArn')
            ecs wait tasks-stopped --cluster local --tasks $task
            ecs describe-tasks --cluster local --tasks $task --include TAGS --query 'tasks[0].[lastStatus,stopCode,startedBy,containers[0].exitCode,tags[0].key]'
            aws logs filter-log-events --log-group-name /ecs/migrate --query 'events[].message' --output text
            ecs list-tasks --cluster local --started-by build-7 --desired-status STOPPED --query 'length(taskArns)'
            ecs list-task-definition-families --query families
            instance=$(ecs list-container-instances --cluster local --query 'containerInstanceArns[0]')
            ecs describe-container-instances --cluster local --container-instances $instance --query 'containerInstances[0].status'
            ecs tag-resource --resource-arn $task --tags key=b,value=2
            ecs untag-resource --resource-arn $task --tag-keys a
            ecs list-tags-for-resource --resource-arn $task --query 'tags[].key'
            ecs deregister-task-definition --task-definition migrate:1 --query taskDefinition.status
            ecs delete-task-definitions --task-definitions migrate:1 --query 'taskDefinitions[0].status'
            ecs create-cluster --cluster-name second --query cluster.status
            ecs delete-cluster --cluster second --query cluster.status
            """);

        Assert.That(lines, Is.EqualTo(new[]
        {
            "STOPPED\tEssentialContainerExited\tbuild-7\t3\ta", "p4ss up", "1", "migrate", "ACTIVE", "b", "INACTIVE", "DELETE_IN_PROGRESS", "ACTIVE", "INACTIVE",
        }));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(ecs.Server.Options.StateDirectory, "ecs.json")), Does.Not.Contain("p4ss"));
    }

    [Test]
    public async Task Conditional_writes_to_S3()
    {
        await using var server = await LocalAwsServer.StartAsync();

        var lines = await AwsScript.RunAsync(new(server.Client.BaseAddress!), """
            s3() { aws s3api "$@" --output text; }
            file=$(mktemp)
            printf content > "$file"
            s3 create-bucket --bucket locks > /dev/null
            s3 put-object --bucket locks --key one --body "$file" --if-none-match '*' --query ETag
            try s3 put-object --bucket locks --key one --body "$file" --if-none-match '*' --query ETag
            s3 put-object --bucket locks --key one --body "$file" --if-match 9a0364b9e99bb480dd25e1f0284c8555 --query ETag
            try s3 delete-object --bucket locks --key one --if-match none
            s3 delete-object --bucket locks --key one --if-match 9a0364b9e99bb480dd25e1f0284c8555
            rm "$file"
            """);

        Assert.That(lines, Is.EqualTo(new[]
        {
            "\"9a0364b9e99bb480dd25e1f0284c8555\"",
            "An error occurred (PreconditionFailed) when calling the PutObject operation: At least one of the pre-conditions you specified did not hold",
            "\"9a0364b9e99bb480dd25e1f0284c8555\"",
            "An error occurred (PreconditionFailed) when calling the DeleteObject operation: At least one of the pre-conditions you specified did not hold",
        }));
    }
}
