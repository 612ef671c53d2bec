using System.Xml.Linq;
using Slipway.LocalAws.Acm.Contract;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Proxy;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>
/// The certificate list of an HTTPS listener: a client gets the certificate for the name that it asks for (SNI), and else the default one, which is the listener's own.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
/// </summary>
internal sealed class CertificateOperations(LoadBalancingStore store, ProxyFleet fleet, ICertificates certificates) : IQueryOperations
{
    /// <summary>Beside the default one; a quota that AWS raises on request.</summary>
    private const int Most = 25;

    public IReadOnlyDictionary<string, QueryOperation> Operations => new Dictionary<string, QueryOperation>
    {
        ["AddListenerCertificates"] = AddAsync,
        ["DescribeListenerCertificates"] = (parameters, _) => Task.FromResult(Describe(parameters)),
        ["RemoveListenerCertificates"] = RemoveAsync,
    };

    private async Task<IReadOnlyList<XElement>> AddAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var arn = Given(parameters);
        await ChangeAsync(parameters, listener => listener.CertificateList.Contains(arn) ? listener.CertificateList : [.. listener.CertificateList, arn], cancellationToken);
        return [Xml.List("Certificates", [arn], certificate => Write(certificate, isDefault: false))];
    }

    private async Task<IReadOnlyList<XElement>> RemoveAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var arn = Given(parameters);
        await ChangeAsync(
            parameters,
            listener => listener.CertificateList.Contains(arn) || listener.CertificateArn != arn
                ? [.. listener.CertificateList.Where(known => known != arn)]
                // The sentence is unconfirmed.
                : throw new AwsErrorException("OperationNotPermitted", "The default certificate of a listener cannot be removed"),
            cancellationToken);
        return [];
    }

    private IReadOnlyList<XElement> Describe(QueryParameters parameters)
    {
        var listener = store.Current.Listener(parameters.Required("ListenerArn")) ?? throw ElbErrors.ListenerNotFound();
        (string Arn, bool IsDefault)[] all = [.. listener.CertificateArn is { } own ? new[] { (own, true) } : [], .. listener.CertificateList.Select(arn => (arn, false))];
        return Page.Of(parameters, "Certificates", all, certificate => Write(certificate.Arn, certificate.IsDefault));
    }

    private async Task ChangeAsync(QueryParameters parameters, Func<Listener, IReadOnlyList<string>> change, CancellationToken cancellationToken)
    {
        var listener = await store.ChangeAsync(
            state =>
            {
                var before = state.Listener(parameters.Required("ListenerArn")) ?? throw ElbErrors.ListenerNotFound();
                if (!before.IsSecure())
                    throw ElbErrors.Validation("Certificates cannot be specified for HTTP listeners");
                var changed = before with { CertificateList = change(before) };
                if (changed.CertificateList.Count > Most)
                    throw new AwsErrorException("TooManyCertificates", $"The maximum number of certificates per listener has been reached: {Most}");
                return (state.With(changed), changed);
            },
            cancellationToken);
        await fleet.ApplyAsync([listener], cancellationToken);
    }

    private string Given(QueryParameters parameters)
    {
        var arns = parameters.Members("Certificates").Select(certificate => certificate.Required("CertificateArn")).ToList();
        if (arns is not [var arn])
            throw ElbErrors.Validation("You must specify one certificate");
        return certificates.Find(arn) is null ? throw TlsParameters.CertificateNotFound(arn) : arn;
    }

    private static XElement Write(string arn, bool isDefault) => Xml.Member(Xml.Text("CertificateArn", arn), Xml.Text("IsDefault", isDefault ? "true" : "false"));
}
