namespace Slipway.Pipeline.Tests.Deployment.Failures;

/// <summary>What scales services is suspended while a release is deployed, and is as before whatever becomes of it.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class SuspendedScalingTests
{
    [Test]
    public async Task It_is_suspended_before_the_first_service_is_moved_and_restored_when_all_are_verified()
    {
        using var shop = Shop();
        await shop.DeployAsync("41");
        var moved = new List<string>();
        shop.Account.Before = (operation, request) =>
        {
            if (operation == "UpdateService") moved.Add($"{request["service"]}, scaling of web {shop.Account.Scaling["service/production/shop-web"]}");
        };

        await shop.DeployAsync("42");

        Assert.That(moved, Is.EquivalentTo(new[] { "shop-web, scaling of web in out scheduled", "shop-worker, scaling of web in out scheduled", "shop-mail, scaling of web in out scheduled" }));
        Assert.That((shop.Runs[^1].ExitCode, shop.Account.Scaling["service/production/shop-web"], shop.Account.TagsOf("shop-web")), Is.EqualTo((0, "scheduled", "")));
        Assert.That(shop.Runs[^1].Output, Does.Contain("Nothing scales service 'shop-worker'"));
    }

    [Test]
    public async Task It_is_restored_when_a_service_fails_and_all_go_back()
    {
        using var shop = Shop();
        await shop.DeployAsync("41");
        shop.Account.Broken["shop-worker:2"] = 3;

        await shop.DeployAsync("42");

        Assert.That((shop.Runs[^1].ExitCode, shop.Account.Scaling["service/production/shop-web"], shop.Account.TagsOf("shop-web")), Is.EqualTo((5, "scheduled", "")));
    }

    [Test]
    public async Task It_is_restored_when_the_run_is_cancelled()
    {
        using var shop = Shop();
        await shop.DeployAsync("41");
        shop.Account.Before = (operation, _) =>
        {
            if (operation == "UpdateService") shop.Cancel();
        };

        await shop.DeployAsync("42");

        Assert.That((shop.Account.Scaling["service/production/shop-web"], shop.Account.TagsOf("shop-web")), Is.EqualTo(("scheduled", "")));
        Assert.That(shop.Runs[^1].Output, Does.Contain("Cancelled. The services:\n"));
    }

    [Test]
    public async Task What_a_killed_run_has_suspended_the_next_one_restores_although_it_changes_nothing()
    {
        using var shop = Shop();
        await shop.DeployAsync("41");
        shop.Account.Scaling["service/production/shop-web"] = "in out scheduled";
        shop.Account.Tag("shop-web", "slipway:scaling-suspended-before", "none");

        await shop.DeployAsync("42", "web", "worker", "mail");

        Assert.That((shop.Runs[^1].ExitCode, shop.Account.Scaling["service/production/shop-web"], shop.Account.TagsOf("shop-web")), Is.EqualTo((0, "", "")));
    }

    /// <summary>Of its services web is scaled.</summary>
    private static ReleaseShop Shop()
    {
        var shop = new ReleaseShop();
        shop.Deploy.Add("suspendScaling: true");
        shop.Account.Scaling["service/production/shop-web"] = "scheduled";
        return shop;
    }
}
