using System.Buffers.Binary;

namespace Slipway.LocalAws.S3;

/// <summary>A reflected CRC of 32 or 64 bits that begins and ends inverted, as all that S3 uses do.</summary>
internal sealed class CyclicRedundancyCheck : Checksum
{
    private readonly ulong[] _table = new ulong[256];
    private readonly int _bits;
    private readonly ulong _mask;
    private ulong _value;

    /// <summary>Fills the table, one entry for each value of a byte.</summary>
    /// <param name="polynomial">With its bits reversed.</param>
    public CyclicRedundancyCheck(int bits, ulong polynomial)
    {
        _bits = bits;
        _mask = ulong.MaxValue >> (64 - bits);
        _value = _mask;
        for (var entry = 0; entry < _table.Length; entry++)
        {
            var value = (ulong)entry;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ polynomial;
            _table[entry] = value;
        }
    }

    public override void Append(ReadOnlySpan<byte> content)
    {
        foreach (var octet in content)
            _value = _table[(byte)_value ^ octet] ^ (_value >> 8);
    }

    protected override byte[] Finish()
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _value ^ _mask);
        return bytes[^(_bits / 8)..];
    }
}
