namespace Slipway.Aws.Tests;

/// <summary>Gives a call's failure to check; fails the test when the call succeeds.</summary>
internal static class Failure
{
    public static async Task<AwsException> OfAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (AwsException exception)
        {
            return exception;
        }

        throw new AssertionException("The call succeeded; an AwsException was expected.");
    }
}
