namespace Slipway.Aws;

/// <summary>What kind of failure an <see cref="AwsException"/> is: what a caller decides on.</summary>
public enum AwsFailure
{
    /// <summary>AWS understood the call and refused it, for a reason that has no kind of its own here.</summary>
    Refused,

    /// <summary>The thing that was asked for does not exist.</summary>
    NotFound,

    /// <summary>The caller is known and may not do this.</summary>
    AccessDenied,

    /// <summary>No credentials were found, or AWS did not accept them (expired, unknown, wrong signature).</summary>
    Credentials,

    /// <summary>No region was given, and none was found.</summary>
    Region,

    /// <summary>Too many calls, on each of the tries.</summary>
    Throttled,

    /// <summary>AWS failed (5xx), on each of the tries.</summary>
    ServerFault,

    /// <summary>No connection, a broken one, or no answer in time, on each of the tries.</summary>
    Unreachable,

    /// <summary>What answered does not speak the service's protocol.</summary>
    Protocol,
}
