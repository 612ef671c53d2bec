using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Releases;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.Releases;

public sealed class RevisionCleanupTests
{
    [Test]
    public async Task Only_what_failed_deployments_left_is_deregistered()
    {
        using var aws = new FakeAws()
            .On("ListServices", AwsAnswer.Ok("{'serviceArns':['web','old']}"))
            .On("DescribeServices", AwsAnswer.Ok(
                $"{{'services':[{{'serviceName':'web','taskDefinition':'{Arn(9)}','deployments':[{{'taskDefinition':'{Arn(9)}'}},{{'taskDefinition':'{Arn(8)}'}}]}},{{'serviceName':'old','desiredCount':0,'taskDefinition':'{Arn(7)}','taskSets':[{{'taskDefinition':'{Arn(6)}'}}]}}],'failures':[]}}"))
            .On("ListTasks", AwsAnswer.Ok("{'taskArns':['one-off']}"))
            .On("DescribeTasks", AwsAnswer.Ok($"{{'tasks':[{{'taskDefinitionArn':'{Arn(5)}'}}],'failures':[]}}"))
            .On("ListTaskDefinitions", AwsAnswer.Ok(new JsonObject { ["taskDefinitionArns"] = new JsonArray([.. Enumerable.Range(1, 9).Reverse().Select(number => (JsonNode)Arn(number))]) }))
            .On("DescribeTaskDefinition", request => Described((string)request.Document["taskDefinition"]!))
            .On("DeregisterTaskDefinition", AwsAnswer.Ok("{}"));
        using var clients = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s"), Limits = new() { Attempts = 1 } }, aws);
        var lines = new List<string>();

        var cleaned = await new RevisionCleanup(clients.Ecs, TimeProvider.System, new Lister(lines)).RunAsync("shop", "shop", "shop", "staging", CancellationToken.None);

        Assert.That(cleaned, Is.EqualTo(new CleanedRevisions(Deregistered: 1, Released: 1, InUse: 5, Others: 2)));
        Assert.That(aws.DocumentsTo("DeregisterTaskDefinition").Select(document => (string?)document["taskDefinition"]), Is.EqualTo(new[] { Arn(4) }));
        Assert.That(lines, Is.EqualTo(new[] { "Deregistered shop:4, build 4, commit c, never released" }));
        Assert.That((string?)aws.DocumentsTo("ListTasks").Single()["family"], Is.EqualTo("shop"));
    }

    /// <summary>The third was released, the second is of another environment, and nobody knows of the first.</summary>
    private static AwsAnswer Described(string arn)
    {
        var number = arn.Split(':')[^1];
        var tags = number switch
        {
            "1" => "",
            "2" => Tags(("application", "shop"), ("environment", "production"), ("build", number)),
            "3" => Tags(("application", "shop"), ("environment", "staging"), ("build", number), ("released", "2026-03-02T12:00:00Z")),
            _ => Tags(("application", "shop"), ("environment", "staging"), ("build", number), ("commit", "c")),
        };
        return AwsAnswer.Ok($"{{'taskDefinition':{{'taskDefinitionArn':'{arn}'}},'tags':[{tags}]}}");
    }

    private static string Tags(params (string Name, string Value)[] tags) => string.Join(',', tags.Select(tag => $"{{'key':'slipway:{tag.Name}','value':'{tag.Value}'}}"));

    private static string Arn(int number) => $"arn:aws:ecs:eu-west-2:1:task-definition/shop:{number}";
}
