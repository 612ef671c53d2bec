using System.Text.RegularExpressions;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>
/// The names of the security policies of application load balancers. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html, September 2025
/// </summary>
internal static partial class TlsPolicies
{
    private const string Prefix = "ELBSecurityPolicy-";

    private static readonly HashSet<string> Names =
    [
        "2015-05", "2016-08",
        "TLS-1-0-2015-04", "TLS-1-1-2017-01", "TLS-1-2-2017-01", "TLS-1-2-Ext-2018-06",
        "FS-2018-06", "FS-1-1-2019-08", "FS-1-2-2019-08", "FS-1-2-Res-2019-08", "FS-1-2-Res-2020-10",
    ];

    /// <summary>Those of TLS 1.3 are there in several editions.</summary>
    private static readonly HashSet<string> Newer = ["1-3", "1-2", "1-2-Res", "1-2-Ext0", "1-2-Ext1", "1-2-Ext2", "1-1", "1-0"];

    /// <summary>Whether there is a policy of this name. A name of the usual form with a later date than this list is believed.</summary>
    public static bool Exists(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        if (Names.Contains(name[Prefix.Length..]) || Later().IsMatch(name))
            return true;
        return Edition().Match(name) is { Success: true } match && Newer.Contains(match.Groups["kind"].Value);
    }

    [GeneratedRegex("^ELBSecurityPolicy-TLS13-(?<kind>.+?)-(2021-06|FIPS-2023-04|PQ-2025-09|FIPS-PQ-2025-09)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Edition();

    [GeneratedRegex("^ELBSecurityPolicy-[A-Za-z0-9-]+-(2025-1[0-2]|202[6-9]-[01][0-9]|20[3-9][0-9]-[01][0-9])$", RegexOptions.ExplicitCapture)]
    private static partial Regex Later();
}
