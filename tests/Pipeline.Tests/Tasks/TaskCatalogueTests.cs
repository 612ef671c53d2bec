using System.Reflection;
using Cake.Frosting;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Tasks;

namespace Slipway.Pipeline.Tests.Tasks;

public sealed class TaskCatalogueTests
{
    private static readonly IReadOnlyList<string> Line = PipelineTasks.Names;

    [Test]
    public void The_pipeline_is_one_chain_in_the_order_of_the_design()
    {
        var tasks = typeof(PipelineTask).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(PipelineTask))).ToDictionary(TaskCatalogue.NameOf);

        Assert.That(tasks.Keys, Is.EquivalentTo(Line));
        Assert.That(tasks["DownloadSecrets"].GetCustomAttribute<IsDependentOnAttribute>()!.Task, Is.EqualTo(typeof(Lint)));
        Assert.That(Line.Skip(1).Select(name => TaskCatalogue.NameOf(tasks[name].GetCustomAttribute<IsDependentOnAttribute>()!.Task)), Is.EqualTo(Line.SkipLast(1)));
    }

    [Test]
    public void Every_target_has_a_description_and_those_of_an_environment_say_so()
    {
        Assert.That(TaskCatalogue.Targets.Select(target => target.Description), Has.All.Not.Empty);
        Assert.That(TaskCatalogue.Targets.Where(target => !target.NeedsEnvironment).Select(target => target.Name), Is.EquivalentTo(new[] { "Init", "Lint", "LocalAws", "Test" }));
        Assert.That(TaskCatalogue.Targets.Where(target => TaskCatalogue.RequirementOf(target.Name) == Requirement.Pipeline).Select(target => target.Name), Is.EquivalentTo(Line));
    }

    [Test]
    public void An_option_names_targets_that_there_are()
    {
        var named = Options.All.SelectMany(option => option.Targets.Concat(option.Only.Keys).Append(option.RequiredBy)).OfType<string>().Distinct();

        Assert.That(named, Is.SubsetOf(TaskCatalogue.Targets.Select(target => target.Name)));
    }

    [Test]
    public void What_a_task_works_on_is_made_before_it()
    {
        var continued = Line.Select(name => (name, TaskCatalogue.ContinuedBy(name) is { } before ? TaskCatalogue.NameOf(before.Task) : null));

        Assert.That(continued, Is.EqualTo(new[]
        {
            ("DownloadSecrets", null), ("ComposeUp", null), ("WaitForDb", "ComposeUp"), ("Migrate", "ComposeUp"), ("PhpUnit", "ComposeUp"),
            ("Gates", null), ("TagImages", "ComposeUp"), ("PushEcr", "TagImages"), ("EmitArtifacts", "PushEcr"), ("Deploy", "EmitArtifacts"),
        }));
    }
}
