namespace Slipway.Pipeline.Configuration.Rules;

/// <summary>What a template becomes, which decides how values are put in and what the result is checked for.</summary>
public enum TemplateKind
{
    /// <summary>Values as they are.</summary>
    Text,

    /// <summary>
    /// An image tag. In a value, each run of characters that a tag cannot have becomes one <c>-</c>, and <c>-</c> and <c>.</c> at its ends
    /// go: branch <c>feature/x</c> becomes <c>feature-x</c>. Two branches can become one tag; two commits cannot.
    /// </summary>
    Tag,

    /// <summary>A path inside the repository. Values as in a tag, so that none can lead elsewhere.</summary>
    Path,
}
