using Slipway.Pipeline.Foundation.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>
/// On a terminal, a table that is drawn again in its place, each second and whenever something changes. What happens is logged above it. Spectre's own live
/// display would have the log written through its console, and so past what hides secrets.
/// </summary>
public abstract class RedrawnTable : IProgress<string>, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly ILog _log;
    private readonly TimeProvider _time;
    private readonly long _begin;
    private readonly ITimer _timer;
    private int _height;

    protected RedrawnTable(IAnsiConsole console, ILog log, TimeProvider time)
    {
        (Console, _log, _time, _begin) = (console, log, time, time.GetTimestamp());
        _timer = time.CreateTimer(_ => Redraw(), null, Interval, Interval);
    }

    protected IAnsiConsole Console { get; }

    /// <summary>Minutes and seconds since the beginning.</summary>
    protected string Elapsed => _time.GetElapsedTime(_begin) is var elapsed ? $"{(int)elapsed.TotalMinutes}:{elapsed.Seconds:00}" : "";

    public void Report(string value)
    {
        lock (_gate)
        {
            Erase();
            _log.Information("{0:HH:mm:ss} {1}", _time.GetLocalNow(), value);
            Draw();
        }
    }

    /// <summary>Leaves the last table where it is.</summary>
    public void Close()
    {
        lock (_gate)
        {
            Redraw();
            Forget();
            _height = 0;
        }
    }

    public void Dispose()
    {
        Close();
        _timer.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Null while there is nothing to draw.</summary>
    protected abstract IRenderable? Content();

    /// <summary>From here on there is nothing to draw.</summary>
    protected abstract void Forget();

    /// <summary>Draws it as it is after a change.</summary>
    protected void Change(Action change)
    {
        lock (_gate)
        {
            change();
            Erase();
            Draw();
        }
    }

    private void Redraw()
    {
        lock (_gate)
        {
            if (Content() is null) return;
            Erase();
            Draw();
        }
    }

    private void Erase()
    {
        if (_height > 0) Console.Write(new ControlCode($"\e[{_height}A\r\e[0J"));
        _height = 0;
    }

    private void Draw()
    {
        if (Content() is not { } content) return;
        Console.Write(content);
        _height = Segment.SplitLines(content.Render(RenderOptions.Create(Console, Console.Profile.Capabilities), Console.Profile.Width)).Count;
    }
}
