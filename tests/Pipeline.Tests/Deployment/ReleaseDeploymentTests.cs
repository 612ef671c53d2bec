using Cake.Core.Diagnostics;
using Slipway.Aws;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment;
using Slipway.Pipeline.Tests.Configuration;

namespace Slipway.Pipeline.Tests.Deployment;

public sealed class ReleaseDeploymentTests
{
    private static readonly Dictionary<string, string> Nowhere = [];
    private static readonly Dictionary<string, string> InCodePipeline = new(StringComparer.Ordinal) { ["CODEBUILD_INITIATOR"] = "codepipeline/shop-releases" };
    private static readonly Dictionary<string, string> ByHand = new(StringComparer.Ordinal) { ["CODEBUILD_INITIATOR"] = "somebody" };

    private readonly AwsClients _aws = AwsClients.Create(new());
    private string _root = "";

    [SetUp]
    public void MakeTaskDefinition()
    {
        _root = Directory.CreateTempSubdirectory("slipway-deployment-").FullName;
        Directory.CreateDirectory(Path.Combine(_root, "taskdefs"));
        File.WriteAllText(Path.Combine(_root, "taskdefs/staging-taskdef.json"), """{ "family": "shop", "containerDefinitions": [{ "name": "app", "image": "app" }] }""");
    }

    [TearDown]
    public void RemoveRoot() => Directory.Delete(_root, recursive: true);

    [OneTimeTearDown]
    public void CloseClients() => _aws.Dispose();

    [Test]
    public void In_CodePipeline_the_pipelines_own_stage_deploys()
    {
        Assert.That(Deployment(InCodePipeline).LeftBecause, Is.EqualTo(
            "Nothing is deployed here: pipeline 'shop-releases' of CodePipeline started this build, and its own Deploy stage rolls service 'shop' from artifacts/."));
    }

    [Test]
    public void Strategy_artifacts_only_deploys_nothing_wherever_it_runs()
    {
        const string Reason = "Nothing is deployed here: strategy 'artifacts-only' (slipway.yml:7:24) leaves service 'shop' to whoever takes artifacts/.";

        Assert.That(Deployment(Nowhere, "artifacts-only").LeftBecause, Is.EqualTo(Reason));
        Assert.That(Deployment(InCodePipeline, "artifacts-only").LeftBecause, Is.EqualTo(Reason));
    }

    [Test]
    public void Elsewhere_the_service_is_rolled_here()
    {
        Assert.That(Deployment(Nowhere).LeftBecause, Is.Null);
        Assert.That(Deployment(ByHand).LeftBecause, Is.Null);
    }

    [Test]
    public void A_rehearsal_deploys_also_in_CodePipeline_which_has_no_stage_for_it()
    {
        Assert.That(Deployment(InCodePipeline, environment: "local").LeftBecause, Is.Null);
    }

    [Test]
    public void A_strategy_that_is_not_known_here_is_no_problem_where_the_pipeline_deploys()
    {
        Assert.That(Deployment(Nowhere, "blue-green").Problems(), Is.EqualTo(new[]
        {
            "slipway.yml:7:24: error: this version of Slipway does not deploy by strategy 'blue-green'; it knows 'rolling' and 'artifacts-only'.",
        }));
        Assert.That(Deployment(InCodePipeline, "blue-green").Problems(), Is.Empty);
    }

    private ReleaseDeployment Deployment(IReadOnlyDictionary<string, string> variables, string strategy = "rolling", string environment = "staging")
    {
        var text = SettingsText.Smallest.Replace("staging: { deploy: { strategy: rolling", $"staging: {{ deploy: {{ strategy: {strategy}", StringComparison.Ordinal);
        var settings = SettingsText.Parse(text, environment);
        return new(settings, PlaceholderValues.For(settings, new("1", "c0ffee", null)), _aws.Ecs, new NullLog(), new(_root), TimeProvider.System, variables);
    }
}
