namespace Slipway.LocalAws.Secrets;

/// <summary>One value that a secret has or had: text, or bytes in base 64.</summary>
/// <param name="Stages"><c>AWSCURRENT</c>, <c>AWSPREVIOUS</c> and others; a version without any is deprecated.</param>
internal sealed record SecretVersion(string Id, string? Text, string? Binary, DateTimeOffset CreatedAt, IReadOnlyList<string> Stages)
{
    public const string Current = "AWSCURRENT";
    public const string Previous = "AWSPREVIOUS";

    public bool HasSameValue(SecretVersion other) => Text == other.Text && Binary == other.Binary;
}
