
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>What load balancers and target groups may be called.</summary>
internal static class ResourceNames
{
    private const int Longest = 32;

    /// <param name="kind">As in <c>load balancer</c>.</param>
    /// <exception cref="AwsErrorException">The name is not allowed.</exception>
    public static string Check(string kind, string name)
    {
        if (name.Length > Longest)
            throw ElbErrors.Validation($"The {kind} name '{name}' cannot be longer than '{Longest}' characters");
        if (!name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
            throw ElbErrors.Validation($"The {kind} name '{name}' can only contain characters that are alphanumeric characters and hyphens(-)");
        if (name.StartsWith('-') || name.EndsWith('-'))
            throw ElbErrors.Validation($"The {kind} name '{name}' cannot begin or end with a hyphen(-)");
        return name;
    }
}
