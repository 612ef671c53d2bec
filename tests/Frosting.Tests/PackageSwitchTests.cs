using System.Text.Json.Nodes;
using Slipway.Testing;

namespace Slipway.Frosting.Tests;

/// <summary>What <c>-p:CakeFrostingPackage=VERSION</c> changes in the build of the pipeline: its references to Cake, and nothing else.</summary>
public sealed class PackageSwitchTests
{
    [Test]
    public async Task The_package_replaces_the_stand_in_and_no_source_differs()
    {
        var standIn = await EvaluateAsync();
        var package = await EvaluateAsync("-p:CakeFrostingPackage=7.0.0");

        Assert.That(package["ProjectReference"].Except(standIn["ProjectReference"]), Is.Empty);
        Assert.That(standIn["ProjectReference"].Except(package["ProjectReference"]), Is.EqualTo(new[] { "../Frosting/Frosting.csproj" }));
        Assert.That(package["PackageReference"].Except(standIn["PackageReference"]), Is.EquivalentTo(new[] { "Cake.Core", "Cake.Common", "Cake.Frosting" }));
        Assert.That(standIn["PackageReference"].Except(package["PackageReference"]), Is.Empty);
        Assert.That(standIn["PackageDownload"].Except(package["PackageDownload"]), Is.EqualTo(new[] { "Cake.Tool" }));
        Assert.That(package["Compile"], Is.EqualTo(standIn["Compile"]));
    }

    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> EvaluateAsync(params IReadOnlyList<string> properties)
    {
        string[] kinds = ["ProjectReference", "PackageReference", "PackageDownload", "Compile"];
        var project = Path.Join(Workspace.Repository, "build/Pipeline/Pipeline.csproj");
        var result = await CommandRunner.RunAsync(new("dotnet", ["msbuild", project, .. kinds.Select(kind => $"-getItem:{kind}"), .. properties]), CancellationToken.None);
        Assert.That(result.ExitCode, Is.Zero, result.Output + result.Error);
        var items = JsonNode.Parse(result.Output)!["Items"]!;
        return kinds.ToDictionary(kind => kind, kind => (IReadOnlyList<string>)[.. items[kind]!.AsArray().Select(item => (string)item!["Identity"]!).Order(StringComparer.Ordinal)]);
    }
}
