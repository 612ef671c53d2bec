// What programs usually do with AWS's SDK for JavaScript: objects with checksums, parameters, secrets, and a task that they wait for and read the log of.
import assert from 'node:assert/strict';
import { S3Client, CreateBucketCommand, PutObjectCommand, GetObjectCommand, ListObjectsV2Command, DeleteObjectCommand, DeleteBucketCommand } from '@aws-sdk/client-s3';
import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { SSMClient, PutParameterCommand, GetParameterCommand, ParameterNotFound } from '@aws-sdk/client-ssm';
import { SecretsManagerClient, CreateSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { ECRClient, CreateRepositoryCommand, DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import { ECS, ClusterNotFoundException, waitUntilTasksStopped } from '@aws-sdk/client-ecs';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';

const s3 = new S3Client({ forcePathStyle: true });
await s3.send(new CreateBucketCommand({ Bucket: 'javascript' }));
await s3.send(new PutObjectCommand({ Bucket: 'javascript', Key: 'a/ü.txt', Body: 'text', ChecksumAlgorithm: 'SHA256' }));
const object = await s3.send(new GetObjectCommand({ Bucket: 'javascript', Key: 'a/ü.txt', ChecksumMode: 'ENABLED' }));
assert.equal(await object.Body.transformToString(), 'text');
assert.equal((await s3.send(new ListObjectsV2Command({ Bucket: 'javascript', Prefix: 'a/' }))).Contents.length, 1);
await s3.send(new DeleteObjectCommand({ Bucket: 'javascript', Key: 'a/ü.txt' }));
await s3.send(new DeleteBucketCommand({ Bucket: 'javascript' }));

const { Account } = await new STSClient().send(new GetCallerIdentityCommand());
assert.match(Account, /^\d{12}$/);

const ssm = new SSMClient();
await ssm.send(new PutParameterCommand({ Name: '/javascript/level', Value: 'info', Type: 'SecureString' }));
assert.equal((await ssm.send(new GetParameterCommand({ Name: '/javascript/level', WithDecryption: true }))).Parameter.Value, 'info');
await assert.rejects(ssm.send(new GetParameterCommand({ Name: '/javascript/none' })), ParameterNotFound);

const secrets = new SecretsManagerClient();
const { ARN } = await secrets.send(new CreateSecretCommand({ Name: 'javascript', SecretString: '{"password":"s3cret"}' }));
assert.equal((await secrets.send(new GetSecretValueCommand({ SecretId: ARN }))).SecretString, '{"password":"s3cret"}');

const ecr = new ECRClient();
await ecr.send(new CreateRepositoryCommand({ repositoryName: 'javascript' }));
assert.equal((await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ['javascript'] }))).repositories[0].registryId, Account);

const ecs = new ECS();
await assert.rejects(ecs.listTasks({ cluster: 'none' }), ClusterNotFoundException);
await ecs.createCluster({ clusterName: 'javascript' });
const { taskDefinition } = await ecs.registerTaskDefinition({
  family: 'javascript',
  executionRoleArn: `arn:aws:iam::${Account}:role/execution`,
  containerDefinitions: [{
    name: 'job', image: 'debian:bookworm-slim', memory: 32, command: ['sh', '-c', 'echo "level $LEVEL"; test "$PASSWORD" = s3cret'],
    secrets: [{ name: 'LEVEL', valueFrom: '/javascript/level' }, { name: 'PASSWORD', valueFrom: `${ARN}:password::` }],
    logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'javascript', 'awslogs-region': await ecs.config.region(), 'awslogs-stream-prefix': 'job', 'awslogs-create-group': 'true' } },
  }],
});
const { tasks: [{ taskArn }] } = await ecs.runTask({ cluster: 'javascript', taskDefinition: taskDefinition.taskDefinitionArn });
await waitUntilTasksStopped({ client: ecs, maxWaitTime: 300, minDelay: 1, maxDelay: 2 }, { cluster: 'javascript', tasks: [taskArn] });
const { tasks: [stopped] } = await ecs.describeTasks({ cluster: 'javascript', tasks: [taskArn] });
assert.equal(stopped.containers[0].exitCode, 0, stopped.stoppedReason);
const { events } = await new CloudWatchLogsClient().send(new GetLogEventsCommand({ logGroupName: 'javascript', logStreamName: `job/job/${taskArn.split('/').pop()}`, startFromHead: true }));
assert.deepEqual(events.map(event => event.message), ['level info']);
