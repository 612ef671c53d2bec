using System.Text.RegularExpressions;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Infra;

/// <summary>The Terraform modules of <c>infra/</c>, by their own tests.</summary>
public sealed partial class InfraTests
{
    private static readonly string Infra = Path.Combine(Workspace.Repository, "infra");

    [Test]
    public async Task Modules_are_formatted_and_pass_their_tests()
    {
        if (TerraformProvider.Missing is { } reason) Assert.Ignore(reason);
        using var folder = new TerraformFolder(Infra, "tests", aws: null);
        await folder.RunAsync(0, "init", "-input=false", $"-plugin-dir={TerraformProvider.Directory}");

        var unformatted = await folder.RunAsync(0, "fmt", "-check", "-recursive", "..");
        var said = await folder.RunAsync(0, "test");

        Assert.That(unformatted, Is.Empty);
        Assert.That(Directory.GetFiles(Path.Combine(Infra, "tests"), "*.tftest.hcl").Select(Path.GetFileNameWithoutExtension).Select(name => name!.Replace(".tftest", "")), Is.EquivalentTo(Directory.GetDirectories(Path.Combine(Infra, "modules")).Select(Path.GetFileName).Append("example")));
        Assert.That(Passed().Match(said).Groups[1].Value, Is.EqualTo("0"), said);
    }

    [GeneratedRegex(@"passed, (\d+) failed")]
    private static partial Regex Passed();
}
