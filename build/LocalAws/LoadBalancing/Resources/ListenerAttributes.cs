namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>
/// The attributes of an application load balancer's listeners, with ELB's defaults; LocalAws goes by none of them.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html
/// </summary>
internal static class ListenerAttributes
{
    private static readonly string[] OfResponses =
    [
        "access_control_allow_credentials", "access_control_allow_headers", "access_control_allow_methods", "access_control_allow_origin", "access_control_expose_headers",
        "access_control_max_age", "content_security_policy", "strict_transport_security", "x_content_type_options", "x_frame_options",
    ];

    private static readonly string[] OfTls =
    [
        "mtls_clientcert", "mtls_clientcert_issuer", "mtls_clientcert_leaf", "mtls_clientcert_serial_number", "mtls_clientcert_subject", "mtls_clientcert_validity", "tls_cipher_suite", "tls_version",
    ];

    private static readonly Dictionary<string, string> Http =
        new([.. OfResponses.Select(name => KeyValuePair.Create($"routing.http.response.{name}.header_value", "")), new("routing.http.response.server.enabled", "true")]);

    private static readonly Dictionary<string, string> Https =
        new([.. OfTls.Select(name => KeyValuePair.Create($"routing.http.request.x_amzn_{name}.header_name", "")), .. Http]);

    public static IReadOnlyDictionary<string, string> Of(Listener listener) => listener.IsSecure() ? Https : Http;
}
