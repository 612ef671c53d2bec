namespace Slipway.LocalAws.Kernel.Page;

/// <summary>What a state means to whoever looks: its colour, which is never all that tells it.</summary>
public enum PageTone
{
    /// <summary>Nothing is expected of it.</summary>
    Idle,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>On its way.</summary>
    Busy,

    /// <summary>Failed or failing.</summary>
    Bad,
}
