using Cake.Core.Packaging;

namespace Cake.Frosting;

/// <summary>Brings the tools that the build names with <c>InstallTool</c> or <c>UseTool</c>.</summary>
public interface IToolInstaller
{
    /// <summary>Installs a tool with the first package installer that takes its scheme, and makes its files known to the tool locator.</summary>
    /// <exception cref="FrostingException">No installer takes the scheme, or the installer brought no file.</exception>
    void Install(PackageReference tool);
}
