using Slipway.Ecs.Diffing;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Tests.Diffing;

public sealed class TaskDefinitionDiffTests
{
    private const string Written = """
        {"family":"shop","cpu":".5 vCPU","memory":"1 GB","containerDefinitions":[
          {"name":"app","image":"host/app@sha256:1","links":["db","redis"],"memoryReservation":"128","dockerLabels":{"cpu":"0"},
           "healthCheck":{"command":["CMD","true"]},"environment":[{"name":"A","value":"1"},{"name":"B","value":"2"}],
           "portMappings":[{"containerPort":80},{"containerPort":443,"hostPort":443}]},
          {"name":"db","image":"host/db@sha256:2","memoryReservation":128}]}
        """;

    private const string Registered = """
        {"family":"shop","revision":4,"status":"ACTIVE","cpu":"512","memory":"1024","networkMode":"bridge","volumes":[],"placementConstraints":[],"requiresAttributes":[{"name":"x"}],
         "containerDefinitions":[
          {"name":"db","image":"host/db:staging@sha256:2","cpu":0,"essential":true,"memoryReservation":128.0,"environment":[],"mountPoints":[]},
          {"name":"app","image":"host/app@sha256:1","cpu":0,"essential":true,"links":["redis","db"],"memoryReservation":128,"dockerLabels":{"cpu":"0"},
           "healthCheck":{"command":["CMD","true"],"interval":30,"timeout":5,"retries":3},"environment":[{"name":"B","value":"2"},{"name":"A","value":"1"}],
           "portMappings":[{"containerPort":443,"hostPort":443,"protocol":"tcp"},{"containerPort":80,"hostPort":0,"protocol":"tcp"}]}]}
        """;

    [Test]
    public void Defaults_spellings_and_order_that_ECS_ignores_make_no_difference()
    {
        var differences = TaskDefinitionDiff.Compare(Document(Registered), Document(Written));

        Assert.That(differences, Is.Empty);
    }

    [TestCase("\"value\":\"2\"", "\"value\":\"3\"", "containerDefinitions[app].environment[B].value", "2", "3")]
    [TestCase("host/app@sha256:1", "host/app@sha256:9", "containerDefinitions[app].image", "host/app@sha256:1", "host/app@sha256:9")]
    [TestCase("[\"db\",\"redis\"]", "[\"db\"]", "containerDefinitions[app].links[redis]", "redis", null)]
    [TestCase("\"dockerLabels\":{\"cpu\":\"0\"},", "", "containerDefinitions[app].dockerLabels", "{\"cpu\":\"0\"}", null)]
    [TestCase("\"memoryReservation\":128}", "\"memoryReservation\":128,\"user\":\"nobody\"}", "containerDefinitions[db].user", null, "nobody")]
    [TestCase("[\"CMD\",\"true\"]", "[\"true\",\"CMD\"]", "containerDefinitions[app].healthCheck.command[0]", "CMD", "true")]
    [TestCase("\"family\":\"shop\",", "\"family\":\"shop\",\"member of tomorrow\":[{\"a\":1}],", "member of tomorrow", null, "[{\"a\":1}]")]
    [TestCase("{\"containerPort\":80}", "{\"containerPort\":8080}", "containerDefinitions[app].portMappings[80]", "{\"containerPort\":80}", null)]
    [TestCase("\".5 vCPU\"", "\"1 vCPU\"", "cpu", "512", "1024")]
    public void A_difference_is_named_by_its_path_with_both_values(string text, string changed, string path, string? before, string? after)
    {
        var differences = TaskDefinitionDiff.Compare(Document(Registered), Document(Written.Replace(text, changed)));

        Assert.That(differences[0] with { Path = differences[0].Path.Replace("/tcp", "") }, Is.EqualTo(new Difference(path, before, after)));
    }

    [Test]
    public void Of_two_variables_of_one_name_the_last_counts()
    {
        var twice = Document(Written.Replace("""{"name":"A","value":"1"}""", """{"name":"A","value":"0"},{"name":"A","value":"1"}"""));

        Assert.That(TaskDefinitionDiff.Compare(Document(Registered), twice), Is.Empty);
    }

    [Test]
    public void A_container_that_is_new_is_one_difference()
    {
        var more = Document(Written.Replace("\"containerDefinitions\":[", "\"containerDefinitions\":[{\"name\":\"worker\",\"image\":\"w\"},"));

        var differences = TaskDefinitionDiff.Compare(Document(Registered), more);

        Assert.That(differences, Is.EqualTo(new[] { new Difference("containerDefinitions[worker]", null, """{"name":"worker","image":"w"}""") }));
    }

    [Test]
    public void A_variable_that_is_secret_by_its_name_is_not_shown()
    {
        const string Plain = """{"containerDefinitions":[{"name":"app","environment":[{"name":"DB_PASSWORD","value":"hunter2"},{"name":"B","value":"1"}]}]}""";
        var changed = Document(Plain.Replace("hunter2", "hunter3"));
        var removed = Document("""{"containerDefinitions":[{"name":"web"}]}""");

        Assert.That(TaskDefinitionDiff.Compare(Document(Plain), changed), Is.EqualTo(new[] { new Difference("containerDefinitions[app].environment[DB_PASSWORD].value", "(hidden)", "(hidden)") }));
        Assert.That(TaskDefinitionDiff.Compare(Document(Plain), removed)[0].Before, Is.EqualTo("""{"name":"app","environment":[{"name":"DB_PASSWORD","value":"(hidden)"},{"name":"B","value":"1"}]}"""));
    }

    [TestCase("""{"containerDefinitions":[{"name":"a","environment":"no list"},{"name":"a","image":["?"]},null,7]}""")]
    [TestCase("""{"containerDefinitions":[{"portMappings":[null,{"containerPort":{}}],"links":[[],{}],"cpu":1e999}],"cpu":{},"memory":"99999999999999999999999999999 GB"}""")]
    public void Documents_that_ECS_would_refuse_are_compared_all_the_same(string text)
    {
        var odd = Document(text);

        Assert.That(TaskDefinitionDiff.Compare(odd, Document(text)), Is.Empty);
        Assert.That(TaskDefinitionDiff.Compare(odd, Document(Written)), Is.Not.Empty);
    }

    private static TaskDefinitionDocument Document(string text) => TaskDefinitionDocument.Parse(text, "taskdef.json");
}
