using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Reader;

namespace Slipway.Pipeline.Tests.Environments.Locking;

/// <summary>A configuration of which only what names the lock's place matters.</summary>
internal static class LockSettings
{
    /// <param name="more">Lines of the top level.</param>
    /// <param name="deploy">More keys of <c>deploy</c>, with a comma before them.</param>
    public static Settings Of(string more, string deploy = "")
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"lock-{Guid.NewGuid():N}.yml");
        File.WriteAllText(file, $$"""
            application: shop
            region: eu-west-2
            account: "170904582664"
            images: { app: { repository: shop.app } }
            environments:
              staging: { deploy: { strategy: rolling, cluster: staging, service: shop{{deploy}} } }
            {{more}}
            """);
        try
        {
            return SettingsReader.Read(file, "staging");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
