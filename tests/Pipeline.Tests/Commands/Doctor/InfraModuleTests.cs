using System.Reflection;
using Slipway.Pipeline.Commands.Doctor;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Doctor;

public sealed class InfraModuleTests
{
    private static string[] Modules => [.. typeof(InfraModule).GetFields(BindingFlags.Public | BindingFlags.Static).Select(constant => (string)constant.GetRawConstantValue()!)];

    [TestCaseSource(nameof(Modules))]
    public void Each_module_that_Doctor_names_is_there(string module) => Assert.That(Path.Combine(Workspace.Repository, "infra", "modules", module, "main.tf"), Does.Exist);
}
