#:project ../build/Ecs/Ecs.csproj
#:property AssemblyName=slipway-bench-fleet
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

// Deploys many services to LocalAws as one release, as Deploy does, and counts the calls to its API: slipway-bench-fleet ENDPOINT COUNT IMAGE, where the image is named by its digest. Prints one line: the number of
// services, and seconds and calls of three releases: the first, one that changes all, and one that changes one; and this program's highest memory in KiB.
// Used by bench/fleet.sh.
using System.Diagnostics;
using Slipway.Aws;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Rollouts.Groups;
using Slipway.Ecs.TaskDefinitions;

var (endpoint, count) = (new Uri(args[0]), int.Parse(args[1]));
using var counter = new Counter();
using var aws = AwsClients.Create(new() { Region = "us-east-1", Endpoint = endpoint, AccessKeyId = "bench", SecretAccessKey = new("bench") }, counter);
await aws.Ecs.CreateClusterAsync("fleet", CancellationToken.None);
var results = new List<string>();
foreach (var (build, changed) in new[] { ("1", count), ("2", count), ("3", 1) })
{
    var (began, before) = (Stopwatch.GetTimestamp(), counter.Calls);
    var members = Enumerable.Range(1, count).Select(number => Member(number, number <= changed ? build : "2", build)).ToList();
    var steps = new GroupSteps((_, _) => Task.CompletedTask, (_, _) => Task.CompletedTask) { Build = build, Commit = "c0ffee" };
    await new GroupRollout(aws, TimeProvider.System, new Silence()).RunAsync(members, steps, CancellationToken.None);
    results.Add($"{Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} {counter.Calls - before}");
}

Console.WriteLine($"{count} {string.Join(' ', results)} {Process.GetCurrentProcess().PeakWorkingSet64 / 1024}");

GroupMember Member(int number, string content, string build)
{
    var definition = TaskDefinitionDocument.Parse(
        $$"""
        {"family": "fleet-{{number}}", "containerDefinitions": [{"name": "app", "image": "{{args[2]}}", "memory": 16, "stopTimeout": 2,
        "command": ["perl", "-e", "$SIG{TERM} = sub { exit }; sleep 3600"], "environment": [{"name": "CONTENT", "value": "{{content}}"}]}]}
        """, $"fleet-{number}.json");
    var request = new RolloutRequest("fleet", $"fleet-{number}", definition, TimeSpan.FromMinutes(15), "bench") { DesiredCount = 1, Tags = new Dictionary<string, string> { ["slipway:build"] = build } };
    return new($"fleet-{number}", request);
}

internal sealed class Counter() : DelegatingHandler(new SocketsHttpHandler())
{
    private int _calls;

    public int Calls => _calls;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return base.SendAsync(request, cancellationToken);
    }
}

internal sealed class Silence : IProgress<string>
{
    public void Report(string value)
    {
    }
}
