using System.Runtime.InteropServices;

namespace Slipway.LocalAws.Kernel.Callers;

/// <summary>The user that this process runs as. Not for Windows, where users have no numbers.</summary>
public static partial class ProcessUser
{
    public static uint Id => GetEffectiveUser();

    public static uint Group => GetEffectiveGroup();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint GetEffectiveGroup();
}
