namespace Cake.Frosting;

/// <summary>The build is set up wrongly: a dependency that is no task, a directory or an installer that does not exist. Exit code 1.</summary>
public sealed class FrostingException : Exception
{
    public FrostingException(string message)
        : base(message)
    {
    }

    public FrostingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
