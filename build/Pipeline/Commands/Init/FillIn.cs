namespace Slipway.Pipeline.Commands.Init;

/// <summary>The word that stands wherever only the user knows what belongs there, in comments and in values that AWS refuses: one search finds them all.</summary>
internal static class FillIn
{
    public const string Word = "FILL-IN";

    public const string Account = Word + "-ACCOUNT";

    public const string Region = Word + "-REGION";
}
