namespace Slipway.Pipeline.Commands.Init;

/// <summary>Services that host code, and build it by a file in the repository.</summary>
[Flags]
internal enum CodeHosts
{
    None = 0,
    Bitbucket = 1,
    GitHub = 2,
}
