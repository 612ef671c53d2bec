using Cake.Frosting;

namespace Slipway.Frosting.Tests;

public sealed class PublicSurfaceTests
{
    [Test]
    public void The_stand_in_shows_what_the_package_shows_and_nothing_else()
    {
        var golden = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "PublicSurface.txt"));

        var actual = PublicSurface.Of(typeof(CakeHost).Assembly);

        Assert.That(actual, Is.EqualTo(golden));
    }
}
