using Slipway.Pipeline.Configuration.Rules;

namespace Slipway.Pipeline.Configuration.Binding;

/// <summary>Reads <c>secrets</c>.</summary>
internal static class SecretBinder
{
    public static List<SecretSettings> Secrets(Section root)
    {
        List<SecretSettings> secrets = [];

        foreach (var section in root.Sections("secrets"))
        {
            var secret = new SecretSettings(
                section.RequiredTemplate("from", TemplateKind.Text, ValueRules.S3Url),
                section.RequiredTemplate("to", TemplateKind.Path),
                section.Place);
            section.Close();

            if (secret.To.Kind == TemplateKind.Path && secrets.Exists(other => other.To.Text == secret.To.Text))
                section.Note(secret.To.Place, ErrorCode.Conflict, $"'{secret.To}' is written by a secret before this one already");

            secrets.Add(secret);
        }

        return secrets;
    }
}
