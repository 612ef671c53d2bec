using System.Net;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>Each mistake as a whole deployment to a service on Fargate, behind a load balancer with targets of type <c>ip</c>: it ends with ECS's words, the cause first, and what ran runs on.</summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class FargateMistakesTests
{
    private const string Name = "pier";

    private readonly int _port = LoopbackPort.Claim();
    private readonly int _otherPort = LoopbackPort.Claim();
    private RehearsalCopy _copy = null!;
    private string _first = "";

    private static IEnumerable<TestCaseData> Mistakes => FargateMistakes.All.Select(mistake => new TestCaseData(mistake).SetArgDisplayNames(mistake.What));

    private int PortOf(FargateMistake mistake) => mistake.Service is null ? _port : _otherPort;

    private string PageOf(FargateMistake mistake) => $"http://127.0.0.1:{PortOf(mistake)}/health";

    [OneTimeSetUp]
    public async Task CreateServiceAsync()
    {
        _copy = await DeployedCopy.CloneAsync();
        foreach (var first in new[] { new("the first", 0, ""), FargateMistakes.OnInstances })
        {
            var created = await DeployAsync(first);
            Assert.That(created.ExitCode, Is.Zero, created.Output + created.Error);
        }

        _first = await SecondService.TaskDefinitionAsync(Name);
        using var aws = DeployedCopy.Calls();
        // A minute is right for an application, and too long for what is never healthy.
        await aws.EcsAsync("UpdateService", new() { ["cluster"] = "local", ["service"] = Name, ["healthCheckGracePeriodSeconds"] = 5 });
    }

    [OneTimeTearDown]
    public async Task DeleteServiceAsync()
    {
        if (_copy is null) return;
        foreach (var name in FargateMistakes.All.Select(mistake => mistake.Service ?? Name).Distinct()) await SecondService.DeleteAsync(name);
        await _copy.DisposeAsync();
    }

    [TestCaseSource(nameof(Mistakes))]
    public async Task It_ends_in_the_words_of_ECS_with_the_cause_first(FargateMistake mistake)
    {
        var result = await DeployAsync(mistake);

        var output = result.Output + result.Error;
        Assert.That((result.ExitCode, Beginning(First(output), mistake.First.Length)), Is.EqualTo((mistake.ExitCode, mistake.First)));
        foreach (var words in mistake.Says) Assert.That(output, Does.Contain(words));
        Assert.That(await SecondService.TaskDefinitionAsync(Name), Is.EqualTo(_first));
        Assert.That(await World.StatusAsync(PageOf(mistake with { Service = null })), Is.EqualTo(HttpStatusCode.OK));
    }

    private async Task<CommandResult> DeployAsync(FargateMistake mistake)
    {
        _copy.Replace("slipway.yml", "      service: tutorbloc\n",
            $"      service: {mistake.Service ?? Name}\n{(mistake.IsOnFargate ? "      launchType: fargate\n" : "")}{(mistake.Deploy.Length > 0 ? $"      {mistake.Deploy}\n" : "")}");
        _copy.Replace("slipway.yml", _copy.Page, PageOf(mistake));
        _copy.Replace(
            "slipway.yml",
            _copy.Scale,
            $"      desiredCount: 1\n{(mistake.IsBalanced ? $"      loadBalancer: {{ container: blackbox, port: 8000, listener: {PortOf(mistake)}, healthCheck: /health }}\n" : "")}");
        // The artifacts are deployed, and the load balancer's port is looked for in what they are usually made of.
        _copy.Replace("taskdefs/local-taskdef.json", "\"name\": \"blackbox\",", "\"name\": \"blackbox\", \"portMappings\": [{ \"containerPort\": 8000 }],");
        SecondService.WriteArtifacts(_copy, mistake.Service ?? Name, container =>
        {
            container["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 8000 });
            mistake.Container(container.AsObject());
        });
        ChangeTask(mistake.Task);
        try
        {
            return await _copy.RunAsync(SecondService.Deploy);
        }
        finally
        {
            await _copy.Workspace.GitAsync(["checkout", "--quiet", "."], CancellationToken.None);
        }
    }

    private void ChangeTask(Action<JsonObject> change)
    {
        var file = _copy.Workspace.PathOf("artifacts/local-taskdef.json");
        var task = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        (task["networkMode"], task["requiresCompatibilities"], task["cpu"], task["memory"]) = ("awsvpc", new JsonArray("FARGATE"), "256", "512");
        task["executionRoleArn"] = "arn:aws:iam::170904582664:role/ecsTaskExecutionRole";
        change(task);
        File.WriteAllText(file, task.ToJsonString());
    }

    /// <summary>The cause that is told right below the first error's headline, or that headline where none is: a second error or a symptom before the cause is no cause first.</summary>
    private static string First(string output)
    {
        const string Error = "Error: ";
        const string Cause = "  likely cause: ";
        var report = output.Split('\n').SkipWhile(line => !line.StartsWith(Error, StringComparison.Ordinal)).Take(2).ToArray();
        return report switch
        {
            [_, var next] when next.StartsWith(Cause, StringComparison.Ordinal) => next[Cause.Length..],
            [var headline, ..] => headline[Error.Length..],
            _ => "",
        };
    }

    private static string Beginning(string text, int length) => text.Length <= length ? text : text[..length];
}
