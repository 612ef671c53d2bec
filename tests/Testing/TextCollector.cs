using System.Text;

namespace Slipway.Testing;

/// <summary>Keeps all that a reader gives, and tells when a text has come.</summary>
internal sealed class TextCollector
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly List<(string Text, TaskCompletionSource Found)> _awaited = [];
    private bool _ended;

    public TextCollector(TextReader reader) => Completion = ReadAsync(reader);

    public Task Completion { get; }

    public string Text
    {
        get
        {
            lock (_lock)
                return _text.ToString();
        }
    }

    public Task WaitForAsync(string text)
    {
        var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _awaited.Add((text, found));
            Answer();
        }

        return found.Task;
    }

    private async Task ReadAsync(TextReader reader)
    {
        var buffer = new char[4096];
        int count;
        while ((count = await reader.ReadAsync(buffer.AsMemory())) > 0)
        {
            lock (_lock)
            {
                _text.Append(buffer, 0, count);
                Answer();
            }
        }

        lock (_lock)
        {
            _ended = true;
            Answer();
        }
    }

    private void Answer()
    {
        var text = _text.ToString();
        foreach (var (awaited, found) in _awaited)
        {
            if (text.Contains(awaited, StringComparison.Ordinal))
                found.TrySetResult();
            else if (_ended)
                found.TrySetException(new InvalidOperationException($"It ended without writing '{awaited}'. It wrote:\n{text}"));
        }
    }
}
