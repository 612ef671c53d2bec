namespace Slipway.Ecs.Exec;

/// <summary>The types of messages on a data channel of Session Manager, as they are written in a message's header.</summary>
public static class MessageTypes
{
    /// <summary>From the person: what is typed, and all else that is numbered in this direction.</summary>
    public const string Input = "input_stream_data";

    /// <summary>From the container: what is shown, and all else that is numbered in this direction.</summary>
    public const string Output = "output_stream_data";

    public const string Acknowledge = "acknowledge";

    /// <summary>The session is over, in the service's words where it has any.</summary>
    public const string ChannelClosed = "channel_closed";

    /// <summary>The other side can be reached again.</summary>
    public const string StartPublication = "start_publication";

    /// <summary>The other side cannot be reached: what is sent is to be kept.</summary>
    public const string PausePublication = "pause_publication";
}
