namespace Slipway.LocalAws.Kernel.Callers;

/// <summary>Who is at the other end of a connection, as far as the system tells. It is found once for each connection.</summary>
/// <param name="User">The number of the user; null where it is not known.</param>
/// <param name="IsOwner">Whether that is the user who started LocalAws, or root.</param>
/// <param name="IsTask">Whether it is the forwarder, which asks for the containers of tasks.</param>
public sealed record Caller(uint? User, bool IsOwner, bool IsTask)
{
    private const uint Root = 0;

    /// <summary>Stands for every user whom this process's user namespace does not know: user_namespaces(7), <c>/proc/sys/kernel/overflowuid</c>.</summary>
    private const uint Unmapped = 65534;

    public static Caller Unknown { get; } = new(User: null, IsOwner: false, IsTask: false);

    public static Caller Task { get; } = new(User: null, IsOwner: false, IsTask: true);

    /// <param name="user">Whose the connection is; null when that is not known.</param>
    /// <param name="owner">Who started LocalAws.</param>
    public static Caller Of(uint? user, uint owner) => new(user, IsOwner: user is Root || (user == owner && user is not Unmapped), IsTask: false);
}
