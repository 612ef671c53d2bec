#:project ../build/Docker/Docker.csproj
#:property AssemblyName=slipway-bench-promote
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

// Gives an image of a registry another tag, as ./build.sh --target=Promote does with each image of a release, and prints what went over
// the wire: slipway-bench-promote REGISTRY/REPOSITORY:TAG TAG. The registry is on loopback and has no login. Used by bench/run.sh.
using Slipway.Bench;
using Slipway.Docker.Registry;

using var network = new Counting();
using var client = new RegistryClient(new Dictionary<string, RegistryCredentials>(), network, TimeProvider.System);
var image = ImageReference.Parse(args[0]);
var copied = await new ImageCopy(client).CopyAsync(image, image, [args[1]], CancellationToken.None);
Console.WriteLine($"{network.Requests} requests, {network.Sent + network.Received} bytes, {copied.CopiedBlobs + copied.MountedBlobs} layers");

namespace Slipway.Bench
{
    internal sealed class Counting() : DelegatingHandler(new SocketsHttpHandler())
    {
        public int Requests { get; private set; }

        public long Sent { get; private set; }

        public long Received { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            Sent += request.Content?.Headers.ContentLength ?? 0;
            var answer = await base.SendAsync(request, cancellationToken);
            if (request.Method != HttpMethod.Head) Received += answer.Content.Headers.ContentLength ?? 0;
            return answer;
        }
    }
}
