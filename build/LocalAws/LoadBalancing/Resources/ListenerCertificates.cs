using Slipway.LocalAws.Acm.Contract;

namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>The load balancers that use a certificate.</summary>
internal sealed class ListenerCertificates(LoadBalancingStore store) : ICertificateUsers
{
    public IEnumerable<string> UsersOf(string certificateArn) =>
        store.Current.Listeners.Where(listener => listener.CertificateArn == certificateArn || listener.CertificateList.Contains(certificateArn)).Select(listener => listener.LoadBalancerArn).Distinct();
}
