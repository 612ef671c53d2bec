using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of each entry of <c>secrets</c>.</summary>
internal static class SecretKeys
{
    public static readonly Key<Template> From = new(
        "from",
        new TemplateSchema(TemplateKind.Text, TextRules.Secret),
        "Where the secret is: `s3://bucket/key`; `secretsmanager://name-or-arn`, with `#member` for one member of its JSON; or `ssm://name-or-arn`, where `ssm:///a/b` is the parameter `/a/b`.")
    {
        IsRequired = true,
        Example = "s3://shop-secrets/{env}/.env",
    };

    private static readonly Key<Template> To = new(
        "to", new TemplateSchema(TemplateKind.Path), "The file in the repository that it becomes, readable by its owner only. Either this or `variable`.")
    {
        Example = ".env",
    };

    private static readonly Key<string> Variable = new(
        "variable", new TextSchema(TextRules.Variable), "The environment variable that it becomes, for the Compose application. Either this or `to`.")
    {
        Example = "APP_KEY",
    };

    private static readonly Key<bool> Shared = new(
        "shared", new BooleanSchema(), "`true`: the path may name another environment, because both are meant to have the same secret.")
    {
        Default = false,
    };

    public static readonly ObjectSchema<SecretSettings> Shape = new([From, To, Variable, Shared], read => new(
        read.Of(From), read.OrNull(To), read.OrNull(Variable), read.Of(Shared), read.Place))
    {
        OneOf = [To, Variable],
    };
}
