using System.Text;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Keys;
using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Reader;

/// <summary>Reads <c>slipway.yml</c> strictly: what is not understood is a mistake, and all mistakes are told at once.</summary>
public static class SettingsReader
{
    private const long LargestFile = 1024 * 1024;

    private static readonly string HowToStart = $"Write the application's settings there, or name another file with {Options.Config}";

    /// <summary>Reads the file as it is for one environment.</summary>
    /// <param name="file">As the user named it; messages repeat it.</param>
    /// <param name="environment">A name under <c>environments</c>. The others are checked too, but may be incomplete.</param>
    /// <exception cref="ConfigurationException">With all mistakes, in the order of the file.</exception>
    public static Settings Read(string file, string environment)
    {
        var errors = new ErrorList();
        var text = Load(file, errors);
        errors.ThrowIfAny();

        return Parse(text, file, environment);
    }

    /// <summary>The same for a text that is at hand; <paramref name="file"/> is only named in messages.</summary>
    /// <exception cref="ConfigurationException">With all mistakes, in the order of the file.</exception>
    public static Settings Parse(string text, string file, string environment)
    {
        var errors = new ErrorList();
        var root = Root(text, file, errors);
        var environments = EnvironmentOverrides.Read(root, errors);
        var names = environments.ConvertAll(entry => entry.Name);

        if (names.Count > 0 && !names.Contains(environment))
        {
            errors.Add(
                root.Find(SettingsKeys.EnvironmentsName)!.Place,
                ErrorCode.UnknownEnvironment,
                $"unknown environment '{environment}'{Suggestion.Phrase(environment, names)}");
        }

        var alone = new ReadContext(file, environment, names, IsComplete: false, HasAccount: true, errors);
        var asked = Bind(root, root.Place, alone);

        List<(string, StageSettings, Place)> stages = [];

        foreach (var (name, changes, own) in environments)
        {
            var merged = root.With(changes);
            var context = new ReadContext(
                file, name, names, IsComplete: name == environment, merged.Find(SettingsKeys.Account.Name) is not null, errors);
            var stage = (StageSettings)StageKeys.Shape.Read(new(own, own.Place, string.Empty, string.Empty), context)!;
            stages.Add((name, stage, context.Places.GetValueOrDefault(StageKeys.From.Name, own.Place)));
            var settings = Bind(merged, root.Place, context) with { Stage = stage };
            if (name != environment) continue;
            asked = settings;
            // What another environment has yet to say keeps this one from nothing.
            foreach (var (place, sentence) in FillInPlaces.In(merged, SettingsKeys.EnvironmentsName, SettingsKeys.LintName)) errors.Add(place, ErrorCode.FillIn, sentence.TrimEnd('.'));
        }

        StageOrder.Check(stages, errors);
        errors.ThrowIfAny();
        return asked with { Warnings = ForeignEnvironments.Find(asked) };
    }

    private static Settings Bind(MappingNode root, Place place, ReadContext context) =>
        SettingsKeys.Shape.Read(new(root, place, string.Empty, string.Empty), context) is Settings settings
            ? settings with { Places = context.Places }
            : throw new InvalidOperationException("The root of the file is a mapping.");

    private static MappingNode Root(string text, string file, ErrorList errors)
    {
        var node = errors.ReadYaml(text, file);
        errors.ThrowIfAny();

        if (node is null or ScalarNode { IsNull: true })
            errors.Add(new(file, 1, 1), ErrorCode.EmptyFile, $"there is no configuration in the file. {HowToStart}");
        else if (node is not MappingNode)
            errors.Add(node.Place, ErrorCode.WrongType, $"the file must be a mapping of keys to values, and is {node.Description}");

        errors.ThrowIfAny();
        return (MappingNode)node!;
    }

    private static string Load(string file, ErrorList errors)
    {
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > LargestFile })
                throw new IOException($"it is larger than {LargestFile} bytes");

            return File.ReadAllText(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            errors.Add(Place.Whole(file), ErrorCode.UnreadableFile, $"there is no such file. {HowToStart}");
        }
        catch (DecoderFallbackException)
        {
            errors.Add(Place.Whole(file), ErrorCode.UnreadableFile, "the file is not UTF-8 text");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            errors.Add(Place.Whole(file), ErrorCode.UnreadableFile, $"the file cannot be read: {exception.Message}");
        }

        return string.Empty;
    }
}
