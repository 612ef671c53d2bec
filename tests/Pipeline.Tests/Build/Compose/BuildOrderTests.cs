using Slipway.Pipeline.Build.Compose;

namespace Slipway.Pipeline.Tests.Build.Compose;

/// <summary>Images that are built on images of the application.</summary>
public sealed class BuildOrderTests
{
    [TestCase("", "a b c")]
    [TestCase("a:b", "b c|a")]
    [TestCase("a:b b:c", "c|b|a")]
    [TestCase("a:elsewhere", "a b c")]
    [TestCase("a:b b:a", "c|a b")]
    public void Are_built_after_them(string contexts, string order)
    {
        var by = contexts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split(':'))
            .ToDictionary(pair => pair[0], pair => (IReadOnlyDictionary<string, string>)new Dictionary<string, string> { ["base"] = pair[1] });

        Assert.That(string.Join('|', BuildOrder.Of(["a", "b", "c"], by).Select(wave => string.Join(' ', wave))), Is.EqualTo(order));
    }
}
