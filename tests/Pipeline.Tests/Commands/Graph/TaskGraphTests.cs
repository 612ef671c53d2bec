using System.Xml.Linq;
using Slipway.Pipeline.Commands.Graph;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Tasks;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Graph;

public sealed class TaskGraphTests
{
    private static readonly TaskGraph Diamond = TaskGraph.Of("shop, environment x",
    [
        new("Deploy", "Roll \"it\" <out>", ["Build", "Lint"], null),
        new("Build", "Build", ["Start"], null),
        new("Lint", "Lint", ["Start"], "left out: by hand"),
        new("Start", "Start", [], null),
        new("Alone", "Stands alone", [], null),
    ]);

    [Test]
    public void Each_task_is_in_the_layer_after_all_that_it_depends_on()
    {
        Assert.That(Diamond.Layers.Select(layer => string.Join(' ', layer.Select(task => task.Name))), Is.EqualTo(new[] { "Start", "Build Lint", "Deploy" }));
        Assert.That(Diamond.Others.Select(task => task.Name), Is.EqualTo(new[] { "Alone" }));
    }

    [Test]
    public void Mermaid_has_every_dependency_and_says_why_a_task_is_left_out()
    {
        Assert.That(MermaidGraph.Write(Diamond), Is.EqualTo("""
            ---
            title: shop, environment x
            ---
            flowchart TD
                Start["Start<br/>Start"]
                Build["Build<br/>Build"]
                Lint["Lint<br/>Lint<br/>left out: by hand"]:::leftOut
                Deploy["Deploy<br/>Roll #quot;it#quot; #lt;out#gt;"]
                Start --> Build
                Start --> Lint
                Build --> Deploy
                Lint --> Deploy
                classDef leftOut stroke-dasharray: 4 4,opacity: 0.6

            """));
    }

    [Test]
    public void The_drawing_has_a_box_for_each_task_an_arrow_for_each_dependency_and_nothing_overlaps()
    {
        var drawing = XDocument.Parse(SvgGraph.Write(Diamond));

        var boxes = drawing.Descendants().Where(element => element.Name.LocalName == "rect" && (string?)element.Attribute("class") is "task" or "left-out")
            .Select(box => (X: (int)box.Attribute("x")!, Y: (int)box.Attribute("y")!, Width: (int)box.Attribute("width")!, Height: (int)box.Attribute("height")!)).ToList();
        Assert.That(boxes, Has.Count.EqualTo(4));
        Assert.That(boxes.Where(box => boxes.Exists(other => other != box && box.X < other.X + other.Width && other.X < box.X + box.Width && box.Y < other.Y + other.Height && other.Y < box.Y + box.Height)), Is.Empty);
        Assert.That(drawing.Descendants().Count(element => element.Name.LocalName == "polygon"), Is.EqualTo(4));
        Assert.That(drawing.Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value), Does.Contain("Roll \"it\" <out>").And.Contain("left out: by hand").And.Contain("Alone: Stands alone"));
    }

    [Test]
    public void The_drawing_in_the_documentation_is_that_of_the_sample()
    {
        var settings = SettingsReader.Parse(File.ReadAllText(Path.Join(Workspace.Repository, "slipway.yml")), "slipway.yml", "production", TaskCatalogue.Line);

        Assert.That(
            File.ReadAllText(Path.Join(Workspace.Repository, "docs/graph-production.svg")), Is.EqualTo(SvgGraph.Write(TaskGraph.Of(settings))),
            "It is stale. Draw it anew: ./build.sh --target=Graph --env=production --output=docs/graph-production.svg");
    }
}
