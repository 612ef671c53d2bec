using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Ecs.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Instances;

/// <summary>Expressions of the cluster query language, as filters of the container instances: 1 has the attribute stack prod and a task of the service web, 2 has the stack test, 3 nothing.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ClusterQueryTests
{
    [TestCase("attribute:stack == prod", "1")]
    [TestCase("attribute:stack equals prod", "1")]
    [TestCase("attribute:stack != prod", "2 3")]
    [TestCase("attribute:stack exists", "1 2")]
    [TestCase("attribute:stack !exists", "3")]
    [TestCase("attribute:stack not_exists", "3")]
    [TestCase("attribute:stack in [test, stage]", "2")]
    [TestCase("attribute:stack !in [test,stage]", "1 3")]
    [TestCase("attribute:stack not_in [prod]", "2 3")]
    [TestCase("attribute:stack =~ (te|pro).*", "1 2")]
    [TestCase("(attribute:stack =~ t(e|a)st) or attribute:stack == prod", "1 2")]
    [TestCase("attribute:stack !~ t.*", "1 3")]
    [TestCase("attribute:ecs.os-type == linux and attribute:ecs.availability-zone in [eu-west-2a, eu-west-2c]", "1 3")]
    [TestCase("attribute:ecs.instance-type matches t3.*", "2")]
    [TestCase("attribute:ecs.availability-zone == eu-west-2b || attribute:stack == prod && attribute:ecs.os-type == windows", "2")]
    [TestCase("(attribute:ecs.availability-zone == eu-west-2b || attribute:stack == prod) && attribute:ecs.os-type == linux", "1 2")]
    [TestCase("not(task:group == service:web)", "2 3")]
    [TestCase("!(task:group == service:web) and not attribute:stack exists", "3")]
    [TestCase("runningTasksCount >= 1", "1")]
    [TestCase("runningTasksCount less_than 1", "2 3")]
    [TestCase("attribute:slots greater_than 9", "3")]
    [TestCase("attribute:name =~ (a+)+$", "", Description = "takes for ever, and is given up")]
    public void An_expression_chooses_instances(string expression, string numbers) => Assert.That(Chosen(expression), Is.EqualTo(numbers));

    [TestCase("", "The placement constraint memberOf needs an expression.")]
    [TestCase("attribute:stack", "Invalid expression 'attribute:stack': an operator is missing after 'attribute:stack'.")]
    [TestCase("attribute:stack is prod", "Invalid expression 'attribute:stack is prod': 'is' is no operator.")]
    [TestCase("attribute:stack ==", "Invalid expression 'attribute:stack ==': an argument of '==' is missing.")]
    [TestCase("attribute:stack in prod", "Invalid expression 'attribute:stack in prod': a list in brackets is missing.")]
    [TestCase("attribute:stack in [a", "Invalid expression 'attribute:stack in [a': a ']' is missing.")]
    [TestCase("(attribute:stack exists", "Invalid expression '(attribute:stack exists': a ')' is missing.")]
    [TestCase("attribute:stack =~ [", "Invalid expression 'attribute:stack =~ [': '[' is no pattern.")]
    [TestCase("attribute:stack exists attribute:slots exists", "Invalid expression 'attribute:stack exists attribute:slots exists': 'attribute:slots' is not expected.")]
    [TestCase("agentVersion >= 1.40", "LocalAws does not emulate 'agentVersion' of the expression 'agentVersion >= 1.40'; run this against AWS, or leave it out with --env=local.")]
    public void What_is_no_expression_or_cannot_be_evaluated_is_refused_by_name(string expression, string message) =>
        Assert.That(() => Service(Rig(), expression), Throws.TypeOf<AwsErrorException>().With.Message.EqualTo(message));

    [Test]
    public void What_an_instance_really_is_has_to_be_put()
    {
        var rig = new EcsRig();
        rig.Register("""[{"name": "web", "image": "w"}]""");

        Assert.That(() => Service(rig, "attribute:ecs.instance-type =~ t3.*"), Throws.TypeOf<AwsErrorException>().With.Message.EqualTo(
            "LocalAws does not emulate 'attribute:ecs.instance-type' of the expression 'attribute:ecs.instance-type =~ t3.*' before it is put on a container instance (aws ecs put-attributes); "
            + "run this against AWS, or leave it out with --env=local."));
    }

    [Test]
    public void Attributes_are_listed_and_deleted()
    {
        var rig = Rig();

        var listed = rig.Call("ListAttributes", """{"cluster": "local", "targetType": "container-instance", "attributeName": "stack"}""")["attributes"]!.AsArray();
        rig.Call("DeleteAttributes", $$"""{"cluster": "local", "attributes": [{"name": "stack", "targetId": "{{rig.InstanceOf(0)}}", "targetType": "container-instance"}]}""");

        Assert.That(listed.Select(attribute => $"{attribute!["name"]}={attribute["value"]} {EcsArns.NameOf((string)attribute["targetId"]!) == rig.InstanceOf(0)}"), Is.EqualTo(new[] { "stack=prod True", "stack=test False" }));
        Assert.That(Chosen(rig, "attribute:stack exists"), Is.EqualTo("2"));
        rig.Restart();
        Assert.That(Chosen(rig, "attribute:stack exists"), Is.EqualTo("2"));
    }

    private static string Chosen(string expression) => Chosen(Rig(), expression);

    private static string Chosen(EcsRig rig, string expression)
    {
        var listed = rig.Call("ListContainerInstances", $$"""{"cluster": "local", "filter": "{{expression}}"}""")["containerInstanceArns"]!.AsArray();
        return string.Join(' ', listed.Select(arn => Enumerable.Range(0, 3).Single(number => rig.InstanceOf(number) == EcsArns.NameOf((string)arn!)) + 1));
    }

    private static void Service(EcsRig rig, string expression) => rig.Call("CreateService", $$"""
        {"cluster": "local", "serviceName": "other", "taskDefinition": "web", "desiredCount": 1, "placementConstraints": [{"type": "memberOf", "expression": "{{expression}}"}]}
        """);

    private static EcsRig Rig()
    {
        var rig = new EcsRig(new EcsSettings { Instances = 3 });
        rig.Serve("""[{"name": "web", "image": "w"}]""");
        Put(rig, 0, "stack", "prod");
        Put(rig, 1, "stack", "test");
        Put(rig, 1, "ecs.instance-type", "t3.medium");
        Put(rig, 2, "slots", "10");
        Put(rig, 2, "name", new string('a', 60) + "-");
        return rig;
    }

    private static void Put(EcsRig rig, int instance, string name, string value) => rig.Call("PutAttributes", $$"""
        {"cluster": "local", "attributes": [{"name": "{{name}}", "value": "{{value}}", "targetType": "container-instance", "targetId": "{{rig.InstanceOf(instance)}}"}]}
        """);
}
