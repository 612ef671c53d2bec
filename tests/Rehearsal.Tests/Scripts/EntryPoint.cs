namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>The two scripts that compile and start the program.</summary>
internal enum EntryPoint
{
    /// <summary>build.sh.</summary>
    Bash,

    /// <summary>What build.ps1 does on Windows, run by PowerShell on the system of the tests.</summary>
    PowerShell,
}
