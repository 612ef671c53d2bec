using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Commands.Completion;

/// <summary>
/// A script that completes build.sh, build.ps1 and slipway in a shell: targets, options, the values of those that have a list, and the environments of the slipway.yml of the
/// current folder. It does not start the program, which is not compiled yet in a fresh clone.
/// </summary>
internal static class CompletionScript
{
    /// <summary>Prints the names of the environments of a slipway.yml, with sed.</summary>
    private const string Environments = """sed -n '/^environments:/,/^[^ #]/s/^  \([A-Za-z0-9_-]*\):.*/\1/p' slipway.yml 2>/dev/null""";

    /// <param name="shell">One of <see cref="OptionRules.Shells"/>.</param>
    public static string For(string shell, IReadOnlyList<Target> targets) => shell switch
    {
        "fish" => Fish(targets),
        "powershell" => PowerShell(targets),
        _ => Bash(targets, isZsh: shell == "zsh"),
    };

    private static IEnumerable<CommandOption> LongOptions => Options.All.Where(option => option.Name.StartsWith("--", StringComparison.Ordinal));

    private static string Words(CommandOption option, IReadOnlyList<Target> targets) =>
        string.Join(' ', option == Options.Target ? [.. targets.Select(target => target.Name).Order(StringComparer.Ordinal)] : option.Values);

    private static bool IsEnvironment(CommandOption option) => option == Options.Environment || option == Options.From;

    private static string Suffixed(CommandOption option) => option.TakesValue ? $"{option}=" : option.Name;

    /// <summary>zsh runs functions that were written for bash; it has <c>--name=value</c> as one word, and bash as three. Only bash can say for each word whether a blank follows.</summary>
    private static string Bash(IReadOnlyList<Target> targets, bool isZsh)
    {
        var values = LongOptions.Where(option => option == Options.Target || option.Values.Count > 0).Select(option => $"        {option}) words='{Words(option, targets)}' ;;\n");
        return $$"""
            # Completes Slipway in {{(isZsh ? "zsh" : "bash")}}: source <(./build.sh --completion={{(isZsh ? "zsh" : "bash")}})
            {{(isZsh ? "autoload -U +X compinit && compinit -u\nautoload -U +X bashcompinit && bashcompinit\n" : "")}}_slipway() {
                COMPREPLY=()
                local current=${COMP_WORDS[COMP_CWORD]} option='' before='' words reply
                if [[ $current == --*=* ]]; then
                    option=${current%%=*} before=${current%%=*}= current=${current#*=}
                elif [[ $current == = ]]; then
                    option=${COMP_WORDS[COMP_CWORD - 1]} current=''
                elif ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[COMP_CWORD - 1]} == = ]]; then
                    option=${COMP_WORDS[COMP_CWORD - 2]}
                fi
                case $option in
                    '') words='{{string.Join(' ', LongOptions.Select(Suffixed))}}' ;;
                    {{string.Join(" | ", LongOptions.Where(IsEnvironment))}}) words=$({{Environments}}) ;;
            {{string.Concat(values)}}        *)
                        # Names of files are taken as they are: compgen would expand what is in a list of words.
                        while IFS= read -r reply; do
                            if [[ $reply == "$current"* ]]; then COMPREPLY+=("$before$reply"); fi
                        done < <(compgen -f -- "$current")
                        return
                        ;;
                esac
                while read -r reply; do
                    if [[ -n $reply && $reply == "$current"* ]]; then COMPREPLY+=("$before$reply"); fi
                done < <(compgen -W "$words" -- "$current")
                if [[ ${COMPREPLY[*]} == *= ]]; then compopt -o nospace 2>/dev/null; fi
            }
            complete {{(isZsh ? "-o nospace " : "")}}-F _slipway build.sh slipway

            """;
    }

    private static string Fish(IReadOnlyList<Target> targets)
    {
        var lines = LongOptions.Select(option =>
        {
            var values = IsEnvironment(option) ? $"({Environments.Replace("'", "\\'", StringComparison.Ordinal)})" : Words(option, targets);
            var takes = !option.TakesValue ? "" : values.Length > 0 ? $" -x -a '{values}'" : " -r";
            return $"    complete -c $command -l {option.Name[2..]}{takes} -d '{option.Help.Replace("'", "\\'", StringComparison.Ordinal)}'\n";
        });
        return $"""
            # Completes Slipway in fish: ./build.sh --completion=fish | source
            for command in build.sh slipway
                complete -c $command -f
            {string.Concat(lines)}end

            """;
    }

    private static string PowerShell(IReadOnlyList<Target> targets)
    {
        var values = LongOptions.Where(option => option == Options.Target || option.Values.Count > 0).Select(option => $"        '{option}' = '{Words(option, targets)}'\n");
        return $$"""
            # Completes Slipway in PowerShell: ./build.ps1 --completion=powershell | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName build.ps1, build.sh, slipway -ScriptBlock {
                param($word, $commandLine, $position)
                $options = '{{string.Join(' ', LongOptions.Select(Suffixed))}}' -split ' '
                $values = @{
            {{string.Concat(values)}}    }
                $option, $current = "$word" -split '=', 2
                $words = if ($null -eq $current) { $options }
                elseif ($option -in {{string.Join(", ", LongOptions.Where(IsEnvironment).Select(option => $"'{option}'"))}}) {
                    $inside = $false
                    foreach ($line in (Get-Content slipway.yml -ErrorAction Ignore)) {
                        if ($line -match '^[^ #]') { $inside = $line -match '^environments:' }
                        elseif ($inside -and $line -match '^  ([A-Za-z0-9_-]+):') { "$option=$($Matches[1])" }
                    }
                }
                elseif ($values[$option]) { $values[$option] -split ' ' | ForEach-Object { "$option=$_" } }
                $words | Where-Object { $_ -like "$word*" } | ForEach-Object { [Management.Automation.CompletionResult]::new($_) }
            }

            """;
    }
}
