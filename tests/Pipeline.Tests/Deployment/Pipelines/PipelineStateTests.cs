using NSubstitute;
using Slipway.Aws;
using Slipway.Pipeline.Commands.Status;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Pipelines;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Tests.Configuration;
using Slipway.Pipeline.Tests.Foundation.Output;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Deployment.Pipelines;

/// <summary>The state of a pipeline, as GetPipelineState has it by the model of its API.</summary>
public sealed class PipelineStateTests
{
    private const string Execution = "b3c2f1d0-1111-4222-8333-444455556666";

    private static readonly Settings Settings = SettingsText.Parse(SettingsText.Smallest + "pipeline: shop\n", "staging");

    [Test]
    public async Task Stages_and_what_has_not_succeeded_in_them_are_shown()
    {
        using var fake = Fake("'status':'InProgress'", "{'actionName':'Approve','latestExecution':{'status':'InProgress','lastStatusChange':1772438400}},{'actionName':'Diff','latestExecution':{'status':'Succeeded'}}");

        var state = await ReadAsync(fake, Settings);

        Assert.That(fake.DocumentsTo("GetPipelineState").Single().ToJsonString(), Is.EqualTo("""{"name":"shop"}"""));
        Assert.That((state!.Failing, state.Summary), Is.EqualTo(((string?)null, "Source Succeeded, Approve-production InProgress, Deploy-production not reached")));
        Assert.That(Text(state), Is.EqualTo(
            $"""

            Pipeline shop of CodePipeline
              Source  Succeeded  {Execution}
              Approve-production  InProgress  {Execution}
                Approve  InProgress since 2026-03-02T08:00:00.000Z (60 min ago)
              Deploy-production  not reached

            """));
        Assert.That(Json(state), Is.EqualTo(
            "{'application':'shop','environment':'staging','region':'eu-west-2','pipeline':'shop','stages':["
            + $"{{'name':'Source','status':'Succeeded','execution':'{Execution}','actions':[{{'name':'Source','status':'Succeeded','summary':null,'since':null}}]}},"
            + $"{{'name':'Approve-production','status':'InProgress','execution':'{Execution}','actions':[{{'name':'Approve','status':'InProgress','summary':null,'since':'2026-03-02T08:00:00.000Z'}},{{'name':'Diff','status':'Succeeded','summary':null,'since':null}}]}},"
            + "{'name':'Deploy-production','status':null,'execution':null,'actions':[]}],'problem':null}\n"));
    }

    [TestCase("Failed", "{'actionName':'Deploy','latestExecution':{'status':'Failed','summary':'no','errorDetails':{'code':'JobFailed','message':'Build terminated with state: FAILED.'}}}", ": action 'Deploy': Build terminated with state: FAILED")]
    [TestCase("Stopped", "{'actionName':'Deploy','latestExecution':{'status':'Abandoned'}}", ": action 'Deploy'")]
    [TestCase("Cancelled", "", "")]
    public async Task A_stage_that_failed_is_named_with_its_action(string status, string actions, string reason)
    {
        using var fake = Fake($"'status':'{status}'", actions);

        Assert.That((await ReadAsync(fake, Settings))!.Failing, Is.EqualTo($"Stage 'Approve-production' of pipeline 'shop' is {status} (execution {Execution}){reason}"));
    }

    [TestCase("PipelineNotFoundException", "slipway.yml:8:1: there is no pipeline 'shop' in this account and region. Correct 'pipeline'")]
    [TestCase("AccessDeniedException", "Allow the caller 'codepipeline:GetPipelineState'")]
    public async Task A_pipeline_that_cannot_be_seen_says_why(string code, string problem)
    {
        using var fake = new FakeAws().On("GetPipelineState", AwsAnswer.Refusal(code, "No."));

        var state = await ReadAsync(fake, Settings);

        Assert.That(state!.Problem, Does.EndWith(problem));
        Assert.That((state.Failing, Text(state)), Is.EqualTo(($"The state of pipeline 'shop' is not known: {state.Problem}", $"\nPipeline shop of CodePipeline\n  It is not shown: {state.Problem}.\n")));
    }

    [TestCase("", "staging")]
    [TestCase("pipeline: shop\n", "local")]
    public async Task Without_a_name_and_in_a_rehearsal_nothing_is_asked(string pipeline, string environment)
    {
        using var fake = new FakeAws();

        Assert.That(await ReadAsync(fake, SettingsText.Parse(SettingsText.Smallest + pipeline, environment)), Is.Null);
        Assert.That(fake.Requests, Is.Empty);
    }

    private static FakeAws Fake(string second, string actions) => new FakeAws().On("GetPipelineState", AwsAnswer.Ok(
        $"{{'pipelineName':'shop','stageStates':[{{'stageName':'Source','latestExecution':{{'pipelineExecutionId':'{Execution}','status':'Succeeded'}},'actionStates':[{{'actionName':'Source','latestExecution':{{'status':'Succeeded'}}}}]}},"
        + $"{{'stageName':'Approve-production','latestExecution':{{'pipelineExecutionId':'{Execution}',{second}}},'actionStates':[{actions}]}},{{'stageName':'Deploy-production','actionStates':[]}}]}}"));

    private static async Task<PipelineState?> ReadAsync(FakeAws fake, Settings settings)
    {
        using var aws = AwsClients.Create(new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s") }, fake);
        return await PipelineState.ReadAsync(aws, settings, CancellationToken.None);
    }

    private static string Text(PipelineState state)
    {
        var console = new TextTerminal();
        Report(console, new StringWriter(), isJson: false).Write(Settings, state, width: null);
        return console.Text.ReplaceLineEndings("\n");
    }

    private static string Json(PipelineState state)
    {
        var output = new StringWriter { NewLine = "\n" };
        Report(new TextTerminal(), output, isJson: true).Write(Settings, state, width: null);
        return output.ToString().Replace('"', '\'');
    }

    private static ServiceStatusReport Report(TextTerminal console, StringWriter output, bool isJson) =>
        new(null!, null!, new ResultOutput(output, isJson), console, Substitute.For<ILog>(), new ManualTimeProvider());
}
