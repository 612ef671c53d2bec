using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Exec;

/// <summary>The size of a terminal, in characters.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TerminalSize(int Columns, int Rows)
{
    public byte[] ToPayload() => ChannelJson.Bytes(new JsonObject { ["cols"] = Columns, ["rows"] = Rows });

    /// <returns>Null for what is no size.</returns>
    public static TerminalSize? Of(ReadOnlyMemory<byte> payload)
    {
        var size = ChannelJson.Read(payload);
        return size.Number("cols") is > 0 and <= ushort.MaxValue and var columns && size.Number("rows") is > 0 and <= ushort.MaxValue and var rows ? new(columns, rows) : null;
    }
}
