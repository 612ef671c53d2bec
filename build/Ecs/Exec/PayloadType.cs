namespace Slipway.Ecs.Exec;

/// <summary>What a numbered message carries. https://github.com/aws/session-manager-plugin, <c>src/message/clientmessage.go</c></summary>
public enum PayloadType
{
    None = 0,

    /// <summary>Bytes of the terminal, in either direction.</summary>
    Output = 1,

    Error = 2,

    /// <summary>The size of the terminal, as <see cref="TerminalSize"/>.</summary>
    Size = 3,

    Parameter = 4,
    HandshakeRequest = 5,
    HandshakeResponse = 6,
    HandshakeComplete = 7,
    EncryptionChallengeRequest = 8,
    EncryptionChallengeResponse = 9,

    /// <summary>Four bytes, a <see cref="SessionFlags"/>.</summary>
    Flag = 10,

    StandardError = 11,

    /// <summary>The text <c>EXIT_CODE: 3</c>. The agent sends it in sessions without a terminal only, which ECS does not start.</summary>
    ExitCode = 12,
}
