using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Scaling;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.Scaling;

/// <summary>What scales a service is suspended while it is deployed, and is as before afterwards, also after a run that was killed.</summary>
public sealed class ScalingPauseTests
{
    private const string Arn = "arn:aws:ecs:eu-west-2:111122223333:service/shop/web";
    private const string Tag = "slipway:scaling-suspended-before";

    [Test]
    public async Task What_was_suspended_before_is_noted_first_and_restored()
    {
        using var account = new Account { Suspended = "in" };

        await account.Pause.SuspendAsync(CancellationToken.None);
        var during = (account.Suspended, account.Tags[Tag]);
        await account.Pause.RestoreAsync(CancellationToken.None);

        Assert.That(during, Is.EqualTo(("in out scheduled", "in")));
        Assert.That((account.Suspended, account.Tags.Count), Is.EqualTo(("in", 0)));
        Assert.That(account.Changes, Is.EqualTo(new[] { "TagResource", "RegisterScalableTarget", "RegisterScalableTarget", "UntagResource" }));
        Assert.That(account.Lines, Is.EqualTo(new[] { "The scaling of service 'web' is suspended until the deployment has ended", "The scaling of service 'web' is as before: of it stays suspended what was, in" }));
    }

    [Test]
    public async Task What_a_killed_run_has_noted_is_what_the_next_one_restores()
    {
        using var account = new Account { Suspended = "in out scheduled", Tags = { [Tag] = "none" } };

        await account.Pause.SuspendAsync(CancellationToken.None);
        await account.Pause.RestoreAsync(CancellationToken.None);

        Assert.That((account.Suspended, account.Tags.Count), Is.EqualTo(("", 0)));
        Assert.That(account.Changes, Is.EqualTo(new[] { "RegisterScalableTarget", "UntagResource" }));
    }

    [Test]
    public async Task A_run_that_changes_nothing_restores_what_a_killed_one_has_suspended()
    {
        using var account = new Account { Suspended = "in out scheduled", Tags = { [Tag] = "scheduled" } };

        await account.Pause.RestoreAsync(CancellationToken.None);

        Assert.That((account.Suspended, account.Tags.Count), Is.EqualTo(("scheduled", 0)));
    }

    [Test]
    public async Task A_run_that_was_killed_before_it_has_suspended_anything_is_put_right_too()
    {
        using var account = new Account { Suspended = "out", Tags = { [Tag] = "out" } };

        await account.Pause.SuspendAsync(CancellationToken.None);
        await account.Pause.RestoreAsync(CancellationToken.None);

        Assert.That((account.Suspended, account.Tags.Count), Is.EqualTo(("out", 0)));
    }

    [TestCase(null, "Nothing scales service 'web' (Application Auto Scaling has no target service/shop/web)")]
    [TestCase("in out scheduled", "")]
    public async Task Where_nothing_scales_it_or_all_is_suspended_already_nothing_is_changed(string? suspended, string line)
    {
        using var account = new Account { Suspended = suspended };

        await account.Pause.SuspendAsync(CancellationToken.None);
        await account.Pause.RestoreAsync(CancellationToken.None);

        Assert.That((account.Changes.Count, string.Join('\n', account.Lines)), Is.EqualTo((0, line)));
    }

    [Test]
    public async Task What_cannot_be_restored_is_told_with_how_a_person_does_it()
    {
        using var account = new Account { Suspended = "scheduled" };
        await account.Pause.SuspendAsync(CancellationToken.None);
        account.Aws.On("RegisterScalableTarget", AwsAnswer.Refusal("AccessDeniedException", "No."));

        await account.Pause.RestoreAsync(CancellationToken.None);

        Assert.That(account.Lines[^1], Does.StartWith("The scaling of service 'web' may still be suspended: ").And.EndWith(
            "The next deployment restores it, or this does: aws application-autoscaling register-scalable-target --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id service/shop/web "
            + "--suspended-state DynamicScalingInSuspended=false,DynamicScalingOutSuspended=false,ScheduledScalingSuspended=true"));
        Assert.That(account.Tags[Tag], Is.EqualTo("scheduled"));
    }

    /// <summary>One service, and what scales it.</summary>
    private sealed class Account : IDisposable
    {
        private static readonly (string Word, string Member)[] Members = [("in", "DynamicScalingInSuspended"), ("out", "DynamicScalingOutSuspended"), ("scheduled", "ScheduledScalingSuspended")];

        private readonly AwsClients _clients;
        private readonly List<string> _lines = [];

        public Account()
        {
            Aws.On("DescribeServices", _ => AwsAnswer.Ok(new JsonObject
            {
                ["services"] = new JsonArray(new JsonObject
                {
                    ["serviceName"] = "web",
                    ["serviceArn"] = Arn,
                    ["status"] = "ACTIVE",
                    ["tags"] = new JsonArray([.. Tags.Select(tag => new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value })]),
                }),
            }))
                .On("DescribeScalableTargets", _ => AwsAnswer.Ok(new JsonObject { ["ScalableTargets"] = Suspended is null ? [] : new JsonArray(new JsonObject { ["SuspendedState"] = State() }) }))
                .On("RegisterScalableTarget", request =>
                {
                    Suspended = string.Join(' ', Members.Where(known => (bool)request.Document["SuspendedState"]![known.Member]!).Select(known => known.Word));
                    return AwsAnswer.Ok("{}");
                })
                .On("TagResource", request =>
                {
                    foreach (var tag in request.Document["tags"]!.AsArray()) Tags[(string)tag!["key"]!] = (string)tag["value"]!;
                    return AwsAnswer.Ok("{}");
                })
                .On("UntagResource", request =>
                {
                    foreach (var key in request.Document["tagKeys"]!.AsArray()) Tags.Remove((string)key!);
                    return AwsAnswer.Ok("{}");
                });
            _clients = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s"), Limits = new() { Attempts = 1 } }, Aws);
            Pause = new(_clients, "shop", "web", new Lister(_lines));
        }

        public FakeAws Aws { get; } = new();

        public ScalingPause Pause { get; }

        /// <summary>The words of what is suspended; null where nothing scales the service.</summary>
        public string? Suspended { get; set; } = "";

        public Dictionary<string, string> Tags { get; } = [];

        public IReadOnlyList<string> Lines => _lines;

        public IReadOnlyList<string> Changes => [.. Aws.Requests.Select(request => request.Key).Where(key => !key.StartsWith("Describe", StringComparison.Ordinal))];

        public void Dispose()
        {
            _clients.Dispose();
            Aws.Dispose();
        }

        private JsonObject State() => new(Members.Select(known => KeyValuePair.Create(known.Member, (JsonNode?)Suspended!.Split(' ').Contains(known.Word))));
    }
}
