using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.CloudMap;

/// <summary>Makes what a test needs in Cloud Map, and asks for names as the forwarder does.</summary>
internal sealed class CloudMapClient(HttpClient client)
{
    public const string Target = "Route53AutoNaming_v20170314.";

    private static readonly Dictionary<string, byte> Numbers = new() { ["A"] = 1, ["AAAA"] = 28, ["SRV"] = 33 };

    /// <returns>The id of a private namespace.</returns>
    public async Task<string> NamespaceAsync(string name)
    {
        var operation = await client.SucceedAsync(Target + "CreatePrivateDnsNamespace", $$"""{"Name": "{{name}}", "Vpc": "vpc-1"}""");
        var answer = await client.SucceedAsync(Target + "GetOperation", $$"""{"OperationId": "{{operation["OperationId"]}}"}""");
        return (string)answer["Operation"]!["Targets"]!["NAMESPACE"]!;
    }

    /// <returns>The id of a service whose records may be kept for 5 seconds.</returns>
    public async Task<string> ServiceAsync(string space, string name, string types, string more = "", string policy = "MULTIVALUE")
    {
        var listed = await client.SucceedAsync(Target + "ListNamespaces", $$"""{"Filters": [{"Name": "NAME", "Values": ["{{space}}"]}]}""");
        var records = string.Join(", ", types.Split(' ').Select(type => $$"""{"Type": "{{type}}", "TTL": 5}"""));
        var made = await client.SucceedAsync(Target + "CreateService", $$"""
            {"Name": "{{name}}", "NamespaceId": "{{listed["Namespaces"]![0]!["Id"]}}", "DnsConfig": {"RoutingPolicy": "{{policy}}", "DnsRecords": [{{records}}]}{{more}}}
            """);
        return (string)made["Service"]!["Id"]!;
    }

    public Task RegisterAsync(string serviceId, string instance, string attributes) =>
        client.SucceedAsync(Target + "RegisterInstance", $$"""{"ServiceId": "{{serviceId}}", "InstanceId": "{{instance}}", "Attributes": {{attributes}}}""");

    public Task DeregisterAsync(string serviceId, string instance) =>
        client.SucceedAsync(Target + "DeregisterInstance", $$"""{"ServiceId": "{{serviceId}}", "InstanceId": "{{instance}}"}""");

    /// <summary>
    /// The answer to a question: a line for each record, in alphabetical order, as in <c>web.shop.local 5 10.0.0.1</c>; the answer's code, as in <c>NXDOMAIN</c>, where
    /// there is none; and <c>elsewhere</c> for what LocalAws leaves to others.
    /// </summary>
    public async Task<string> ResolveAsync(string name, string type = "A", bool byTcp = false, int size = 0)
    {
        using var content = new ByteArrayContent(Question(name, type, size)) { Headers = { ContentType = new MediaTypeHeaderValue("application/dns-message") } };
        using var response = await client.PostAsync(new Uri($"/dns-query?{(byTcp ? "tcp" : "udp")}", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        return response.StatusCode == HttpStatusCode.NoContent ? "elsewhere" : Read(await response.Content.ReadAsByteArrayAsync());
    }

    private static byte[] Question(string name, string type, int size)
    {
        var labels = name.Split('.').SelectMany(label => Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length));
        var number = Numbers[type];
        byte[] opt = size == 0 ? [] : [0, 0, 41, (byte)(size >> 8), (byte)size, 0, 0, 0, 0, 0, 0];
        return [0x12, 0x34, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, (byte)(size == 0 ? 0 : 1), .. labels, 0, 0, number, 0, 1, .. opt];
    }

    private static string Read(byte[] message)
    {
        Assert.That(message[..3], Is.EqualTo(new byte[] { 0x12, 0x34, (byte)(message[2] & 0x06 | 0x81) }), "the id of the question, a response, recursion as asked for");
        if ((message[2] & 0x02) != 0)
            return "truncated";
        var (answers, position) = (Number(message, 6), 12);
        ReadName(message, ref position);
        position += 4;
        var records = new List<string>();
        for (var record = 0; record < answers; record++)
            records.Add(ReadRecord(message, ref position));
        return records.Count > 0 ? string.Join('\n', records.Order(StringComparer.Ordinal)) : (message[3] & 0x0F) switch { 0 => "NODATA", 3 => "NXDOMAIN", var code => $"code {code}" } + Authority(message, position);
    }

    private static string Authority(byte[] message, int position)
    {
        if (Number(message, 8) == 0)
            return "";
        var zone = ReadName(message, ref position);
        return $" of {zone} for {BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(position + 4))} s";
    }

    private static string ReadRecord(byte[] message, ref int position)
    {
        var name = ReadName(message, ref position);
        var (type, ttl, length) = (Number(message, position), BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(position + 4)), Number(message, position + 8));
        position += 10;
        var data = position;
        position += length;
        if (type == 1)
            return $"{name} {ttl} {new IPAddress(message[data..position])}";
        var host = data + 6;
        return string.Create(CultureInfo.InvariantCulture, $"{name} {ttl} {Number(message, data)} {Number(message, data + 2)} {Number(message, data + 4)} {ReadName(message, ref host)}");
    }

    private static string ReadName(byte[] message, ref int position)
    {
        var labels = new List<string>();
        while (message[position] is var length and not 0)
        {
            if (length >= 0xC0)
            {
                var target = Number(message, position) & 0x3FFF;
                position += 2;
                return string.Join('.', [.. labels, ReadName(message, ref target)]);
            }

            labels.Add(Encoding.ASCII.GetString(message, position + 1, length));
            position += 1 + length;
        }

        position++;
        return string.Join('.', labels);
    }

    private static int Number(byte[] message, int position) => BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(position));
}
