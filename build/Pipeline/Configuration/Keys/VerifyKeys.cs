using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of each entry of <c>verify</c>.</summary>
internal static class VerifyKeys
{
    private static readonly Key<Template> Url = new(
        "url", new TemplateSchema(TemplateKind.Text, TextRules.WebUrl), "A URL of the deployed application, http or https.")
    {
        IsRequired = true,
        Example = "https://{env}.example.org/health",
    };

    private static readonly Key<int> Status = new("status", new NumberSchema(100, 599), "The HTTP status that it must answer with.") { Default = 200 };

    private static readonly Key<Duration> Timeout = new("timeout", new DurationSchema(), "How long it may take until it does.") { Default = "60s" };

    public static readonly ObjectSchema<VerifySettings> Shape = new([Url, Status, Timeout], read => new(
        read.Of(Url), read.Of(Status), read.Of(Timeout).Time, read.Place));
}
