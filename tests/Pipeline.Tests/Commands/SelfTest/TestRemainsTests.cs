using Slipway.Pipeline.Commands.SelfTest;

namespace Slipway.Pipeline.Tests.Commands.SelfTest;

public sealed class TestRemainsTests
{
    private const string Folder = "/tmp/slipway-test-ab12";

    [Test]
    public void An_object_has_the_folders_that_its_labels_name()
    {
        var container = LabelledObject.Parse("container", "ecs-shop\t/tmp/a/state\t\t/tmp/b\tffee\t");
        var network = LabelledObject.Parse("network", "shop_default\t\t\t\t\tshop");

        Assert.That((container.Name, string.Join(' ', container.Folders), container.Instance, container.Project), Is.EqualTo(("ecs-shop", "/tmp/a/state /tmp/b", "ffee", "")));
        Assert.That((network.Name, network.Folders.Count, network.Instance, network.Project), Is.EqualTo(("shop_default", 0, "", "shop")));
    }

    [Test]
    public void What_is_removed_is_of_the_folder_or_of_its_LocalAws_or_Compose_project_and_containers_go_first()
    {
        LabelledObject[] all =
        [
            new("network", "of the state", [$"{Folder}/x/state"], "ffee", ""),
            new("volume", "of the instance", [], "ffee", ""),
            new("network", "of the project", [], "", "slipway-shop-1"),
            new("network", "of a project of that name", [], "", "shop"),
            new("container", "of the tests", [Folder], "", ""),
            new("container", "of the project", [$"{Folder}/copy"], "", "slipway-shop-1"),
            new("container", "of the user's", [$"{Folder}/copy"], "", "shop"),
            new("container", "of another run", ["/tmp/slipway-test-ab123/x/state"], "0123", ""),
            new("container", "of a rehearsal", ["/home/ada/shop/.slipway/local-aws"], "4567", ""),
            new("container", "of a rehearsal in another folder", ["/home/ada/shop"], "ffee", "slipway-shop-1"),
            new("container", "of nobody", [], "", ""),
        ];

        var removed = TestRemains.OfFolder(all, Folder);

        Assert.That(removed.Select(one => $"{one.Kind} {one.Name}"), Is.EqualTo(new[]
        {
            "container of the tests", "container of the project", "container of the user's",
            "network of the state", "volume of the instance", "network of the project",
        }));
    }
}
