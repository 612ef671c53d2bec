using System.Text.Json;

namespace Slipway.Ecs.Sources;

/// <summary>Builds values with their places in one pass and without recursion, so that depth costs no stack.</summary>
internal ref struct SourceReader
{
    private const int DeepestNesting = 1000;

    private readonly Stack<SourceValue> _open = new();
    private Utf8JsonReader _reader;
    private SourceValue? _root;
    private string? _name;
    private int _nameStart;

    public SourceReader(ReadOnlySpan<byte> utf8) => _reader = new(utf8, new JsonReaderOptions { MaxDepth = DeepestNesting });

    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="SourceTextException">A string cannot be read as text.</exception>
    public SourceValue Read()
    {
        while (_reader.Read())
        {
            switch (_reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    (_name, _nameStart) = (Decoded(), (int)_reader.TokenStartIndex);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    _open.Pop().End = (int)_reader.BytesConsumed;
                    break;
                default:
                    Add();
                    break;
            }
        }

        return _root!;
    }

    private void Add()
    {
        var parent = _open.Count > 0 ? _open.Peek() : null;
        var start = (int)_reader.TokenStartIndex;
        var name = parent?.Kind == JsonValueKind.Object ? _name : null;
        var value = new SourceValue(KindOf(_reader.TokenType), start, parent)
        {
            Name = name,
            Index = parent?.ItemList.Count ?? 0,
            Anchor = name is null ? start : _nameStart,
            End = (int)_reader.BytesConsumed,
            Scalar = _reader.TokenType is JsonTokenType.String or JsonTokenType.Number ? Decoded() : null,
        };

        if (parent is null) _root = value;
        else if (name is null) parent.ItemList.Add(value);
        else parent.MemberList.Add(new(name, _nameStart, value));
        if (value.Kind is JsonValueKind.Object or JsonValueKind.Array) _open.Push(value);
    }

    private readonly string Decoded()
    {
        if (_reader.TokenType == JsonTokenType.Number) return System.Text.Encoding.ASCII.GetString(_reader.ValueSpan);
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new SourceTextException((int)_reader.TokenStartIndex);
        }
    }

    private static JsonValueKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => JsonValueKind.Object,
        JsonTokenType.StartArray => JsonValueKind.Array,
        JsonTokenType.String => JsonValueKind.String,
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.True => JsonValueKind.True,
        JsonTokenType.False => JsonValueKind.False,
        _ => JsonValueKind.Null,
    };
}

/// <summary>A string is well-formed JSON and yet no text: invalid UTF-8, or half of a surrogate pair.</summary>
internal sealed class SourceTextException(int offset) : Exception
{
    public int Offset { get; } = offset;
}
