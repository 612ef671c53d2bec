namespace Slipway.Pipeline.Configuration.Errors;

/// <summary>
/// The kinds of mistakes and warnings in <c>slipway.yml</c>. The number is printed as <c>SLP001</c> and does not change between versions.
/// </summary>
public enum ErrorCode
{
    None = 0,

    /// <summary>The file does not exist, cannot be read, or is not UTF-8 text.</summary>
    UnreadableFile = 1,

    /// <summary>The file is not YAML, or uses a part of YAML that has no meaning here (tags, several documents).</summary>
    Syntax = 2,

    EmptyFile = 3,
    UnknownKey = 4,
    DuplicateKey = 5,
    WrongType = 6,

    /// <summary>A key that must be there is not, or has no value.</summary>
    MissingValue = 7,

    UnknownEnvironment = 8,

    /// <summary>A placeholder that does not exist, or one whose value is not known.</summary>
    UndefinedPlaceholder = 9,

    /// <summary>The right type, but not a duration, account, region, name, path or URL that works.</summary>
    InvalidValue = 10,

    /// <summary><c>skip</c> names a task that is not on the pipeline.</summary>
    UnknownTask = 11,

    /// <summary>A service that the Compose files do not have.</summary>
    UnknownComposeService = 12,

    /// <summary>Two entries that cannot both be meant: one container, repository tag or file claimed twice.</summary>
    Conflict = 13,

    /// <summary>A key of <c>images</c> is named that is not there.</summary>
    UnknownImage = 14,

    /// <summary>An environment reads what lies under another environment's name. A warning.</summary>
    ForeignEnvironment = 15,

    /// <summary>A value that has the word of <see cref="Slipway.Ecs.TaskDefinitions.FillIn"/> in it. Lint finds it by this number in other files, too.</summary>
    FillIn = 119,
}
