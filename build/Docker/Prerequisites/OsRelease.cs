namespace Slipway.Docker.Prerequisites;

/// <summary>What /etc/os-release says (os-release(5)); on other systems only the name is known.</summary>
/// <param name="Id"><c>debian</c>, <c>ubuntu</c>, <c>fedora</c>, …; <c>macos</c> and <c>windows</c> stand for themselves.</param>
public sealed record OsRelease(string Id, IReadOnlyList<string> IdLike, string PrettyName, string? VersionId, string? Codename)
{
    private static readonly string[] Files = ["/etc/os-release", "/usr/lib/os-release"];

    public bool IsDebianFamily => IsLike("debian") || IsLike("ubuntu");

    public bool IsLike(string id) => Id == id || IdLike.Contains(id);

    public static OsRelease Parse(string text)
    {
        var values = text.Split('\n')
            .Select(line => line.Trim().Split('=', 2))
            .Where(pair => pair.Length == 2 && !pair[0].StartsWith('#'))
            .ToDictionary(pair => pair[0], pair => pair[1].Trim('"', '\''), StringComparer.Ordinal);
        var id = values.GetValueOrDefault("ID", "linux");
        return new(
            id,
            values.GetValueOrDefault("ID_LIKE", "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
            values.GetValueOrDefault("PRETTY_NAME", id),
            values.GetValueOrDefault("VERSION_ID"),
            values.GetValueOrDefault("VERSION_CODENAME"));
    }

    public static OsRelease Read()
    {
        if (OperatingSystem.IsMacOS())
            return new("macos", [], "macOS", null, null);
        if (OperatingSystem.IsWindows())
            return new("windows", [], "Windows", null, null);

        var file = Files.FirstOrDefault(File.Exists);
        return file is null ? new("linux", [], "this Linux", null, null) : Parse(File.ReadAllText(file));
    }
}
