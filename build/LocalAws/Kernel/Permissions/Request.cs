using Slipway.Aws.Permissions;

namespace Slipway.LocalAws.Kernel.Permissions;

/// <summary>Requests to IAM in short.</summary>
internal static class Request
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Nothing = [];

    public static PermissionRequest To(string action, string resource) => new(action, resource, Nothing);

    /// <param name="context">Condition keys with their values; those without a value are not in the request.</param>
    public static PermissionRequest To(string action, string resource, params (string Key, IReadOnlyList<string> Values)[] context) =>
        new(action, resource, context.Where(key => key.Values.Count > 0).ToDictionary(key => key.Key, key => key.Values));
}
