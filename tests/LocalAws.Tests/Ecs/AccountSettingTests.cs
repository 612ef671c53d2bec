using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs;

public sealed class AccountSettingTests
{
    private const string Setting = """{"name":"awsvpcTrunking","value":"enabled","principalArn":"arn:aws:iam::123456789012:root","type":"user"}""";

    [Test]
    public void A_setting_is_what_was_put_until_it_is_deleted()
    {
        var rig = new EcsRig();

        var put = rig.Call("PutAccountSettingDefault", """{"name": "awsvpcTrunking", "value": "enabled"}""");
        var effective = rig.Call("ListAccountSettings", """{"name": "awsvpcTrunking", "effectiveSettings": true, "principalArn": "arn:aws:iam::123456789012:user/a"}""");
        var own = rig.Call("ListAccountSettings", "{}");
        rig.Call("DeleteAccountSetting", """{"name": "awsvpcTrunking"}""");
        var after = rig.Call("ListAccountSettings", """{"name": "awsvpcTrunking", "effectiveSettings": true}""");

        Assert.That(put.ToJsonString(), Is.EqualTo($"{{\"setting\":{Setting}}}"));
        Assert.That(own.ToJsonString(), Is.EqualTo($"{{\"settings\":[{Setting}]}}"));
        Assert.That(effective.ToJsonString(), Is.EqualTo("""{"settings":[{"name":"awsvpcTrunking","value":"enabled","principalArn":"arn:aws:iam::123456789012:user/a","type":"user"}]}"""));
        Assert.That((string?)after["settings"]![0]!["value"], Is.EqualTo("disabled"));
    }

    [Test]
    public void A_cluster_has_the_insights_of_the_account_unless_it_says_otherwise()
    {
        var rig = new EcsRig();
        rig.Call("PutAccountSetting", """{"name": "containerInsights", "value": "enhanced"}""");

        var silent = rig.Call("CreateCluster", """{"clusterName": "silent"}""");
        var own = rig.Call("CreateCluster", """{"clusterName": "own", "settings": [{"name": "containerInsights", "value": "disabled"}]}""");

        Assert.That((silent["cluster"]!["settings"]!.ToJsonString(), own["cluster"]!["settings"]!.ToJsonString()), Is.EqualTo(
            ("""[{"name":"containerInsights","value":"enhanced"}]""", """[{"name":"containerInsights","value":"disabled"}]""")));
    }

    [TestCase("taskLongArnFormat", "disabled", "The setting taskLongArnFormat can no longer be disabled.")]
    [TestCase("fargateTaskRetirementWaitPeriod", "3", "The value '3' of the setting fargateTaskRetirementWaitPeriod is not one of 7, 0, 14.")]
    [TestCase("none", "on", "The setting name 'none' is not one of serviceLongArnFormat, taskLongArnFormat, containerInstanceLongArnFormat, awsvpcTrunking, containerInsights, dualStackIPv6, fargateFIPSMode, fargateTaskRetirementWaitPeriod, fargateEventWindows, tagResourceAuthorization, defaultLogDriverMode.")]
    public void A_value_that_a_setting_cannot_have_is_refused(string name, string value, string message) =>
        Assert.That(Assert.Throws<AwsErrorException>(() => new EcsRig().Call("PutAccountSetting", $$"""{"name": "{{name}}", "value": "{{value}}"}"""))!.Message, Is.EqualTo(message));
}
