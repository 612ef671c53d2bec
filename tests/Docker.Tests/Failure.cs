namespace Slipway.Docker.Tests;

/// <summary>Awaits the exception that an act must end with.</summary>
internal static class Failure
{
    public static async Task<TException> OfAsync<TException>(Func<Task> act)
        where TException : Exception
    {
        try
        {
            await act();
        }
        catch (TException exception)
        {
            return exception;
        }

        throw new AssertionException($"Expected {typeof(TException).Name}, but it succeeded.");
    }
}
