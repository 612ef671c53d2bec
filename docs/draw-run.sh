#!/usr/bin/env bash
#
# Draws docs/run.svg, the picture in the README, from a run on a terminal:
#
#     docs/draw-run.sh [STREAM]
#
# STREAM is what `script --log-out` recorded of `./build.sh --target=Deploy --env=local`, 112 columns wide. Without it the run is recorded
# first, to .slipway/run.ansi. tmux interprets the stream, so that a table that was redrawn in place is there once, as it was last; awk turns its
# lines into an SVG that scrolls through them. Blank lines are left out, and the three lines of a task's header are drawn as one.

set -euo pipefail
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

readonly command='./build.sh --target=Deploy --env=local' columns=112 server=slipway-draw-$$
stream=${1:-.slipway/run.ansi}

# Runs a command in a terminal: SESSION ROWS COMMAND. It is kept open until the script ends, for its screen to be read.
run_in_terminal() {
    TERM=xterm-256color tmux -L "$server" -f /dev/null new-session -d -s "$1" -x "$columns" -y "$2" "$3; tmux -L $server wait-for -S $1; read -r _"
    tmux -L "$server" wait-for "$1"
}
trap 'tmux -L "$server" kill-server 2>/dev/null || :' EXIT

if (($# == 0)); then
    mkdir -p .slipway
    run_in_terminal record 42 "script --quiet --return --log-out $stream --command '$command'"
fi

# The first and the last line of the stream are those of `script`, which say when it was started and how it ended.
run_in_terminal play 400 "sed -e '1{/^Script started/d}' -e '/^Script done/d' '$stream'"
tmux -L "$server" capture-pane -t play -e -p | LC_ALL=C awk -v command="$command" -v columns="$columns" '
    function plain(line) { gsub(/\033\[[0-9;]*m/, "", line); return line }
    function is_rule(line) { return plain(line) ~ /^(─|═)+ *$/ }

    { drawn = coloured($0) }
    plain($0) ~ /^ *$/ { next }
    is_rule($0) { headed = !headed; next }
    headed { line[++count] = "<line x1=\"" left + width_of(length(plain($0)) + 1) "\" x2=\"" left + width_of(columns) "\"/><tspan class=\"b\">" escaped(substr(plain($0), 2)) "</tspan>"; next }
    { line[++count] = drawn }

    function width_of(characters) { return characters * 7.83 }

    BEGIN { visible = 36; left = 16; row = 16 }

    END {
        width = width_of(columns) + 2 * left
        height = visible * row + 76
        end = (count - visible) * row
        printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">\n<style>\n", width, height, width, height, command
        print "text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,\"DejaVu Sans Mono\",monospace;white-space:pre;fill:#afb8c1}"
        print ".b{font-weight:bold;fill:#fff}.w{fill:#f0f3f6}.g{fill:#3fb950}.r{fill:#ff7b72}.y{fill:#d29922}.c{fill:#58a6ff}.d{fill:#7d8590}line{stroke:#484f58}"
        # Where nothing moves, the end of the run is there.
        printf "#run{transform:translateY(-%dpx)}\n", end
        printf "@keyframes scroll{0%%,8%%{transform:translateY(0)}75%%,100%%{transform:translateY(-%dpx)}}\n", end
        printf "@media (prefers-reduced-motion:no-preference){#run{animation:scroll 32s steps(%d) infinite}}\n</style>\n", count - visible
        printf "<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#0d1117\"/>\n", width, height
        print "<circle cx=\"20\" cy=\"18\" r=\"5\" fill=\"#ff5f57\"/><circle cx=\"38\" cy=\"18\" r=\"5\" fill=\"#febc2e\"/><circle cx=\"56\" cy=\"18\" r=\"5\" fill=\"#28c840\"/>"
        printf "<text x=\"%d\" y=\"50\"><tspan class=\"d\">$ </tspan><tspan class=\"b\">%s</tspan></text>\n", left, command
        printf "<clipPath id=\"screen\"><rect y=\"56\" width=\"%d\" height=\"%d\"/></clipPath>\n<g clip-path=\"url(#screen)\"><g id=\"run\">\n", width, visible * row
        for (i = 1; i <= count; i++) print drawn_at(line[i], 52 + i * row)
        print "</g></g>\n</svg>"
    }

    # The rule beside a header is no text.
    function drawn_at(content, y, rule) {
        if (match(content, /^<line [^>]*>/)) {
            rule = substr(content, 1, RLENGTH)
            content = substr(content, RLENGTH + 1)
            sub(/\/>$/, " y1=\"" y - 4 "\" y2=\"" y - 4 "\"/>", rule)
        }
        return rule "<text x=\"" left "\" y=\"" y "\" xml:space=\"preserve\">" content "</text>"
    }

    # tmux writes codes where the style changes only, so a line begins in the style that the last one ended in.
    function coloured(text, parts, n, i, at, result) {
        n = split(text, parts, /\033\[/)
        result = styled(parts[1])
        for (i = 2; i <= n; i++) {
            at = index(parts[i], "m")
            style = style_of(substr(parts[i], 1, at - 1), style)
            result = result styled(substr(parts[i], at + 1))
        }
        sub(/ +$/, "", result)
        return result
    }

    function styled(text) { return text ~ /^ *$/ || style == "" ? escaped(text) : "<tspan class=\"" style "\">" escaped(text) "</tspan>" }

    # Later codes win; what is not drawn (backgrounds) leaves the style as it is.
    function style_of(codes, style, list, n, i) {
        n = split(codes, list, ";")
        if (n == 0) return ""
        for (i = 1; i <= n; i++) {
            if (list[i] == 38 && list[i + 1] == 5) { list[i] = list[i + 2] < 8 ? 30 + list[i + 2] : 82 + list[i + 2]; list[i + 1] = list[i + 2] = -1 }
            if (list[i] == 0 || list[i] == 39 || list[i] == 22) style = ""
            else if (list[i] == 32 || list[i] == 92) style = "g"
            else if (list[i] == 31 || list[i] == 91) style = "r"
            else if (list[i] == 33 || list[i] == 93) style = "y"
            else if (list[i] == 34 || list[i] == 36 || list[i] == 94 || list[i] == 96) style = "c"
            else if (list[i] == 90 || list[i] == 2) style = "d"
            else if (list[i] == 1) style = "w"
        }
        return style
    }

    function escaped(text) { gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); gsub(/>/, "\\&gt;", text); return text }
' >docs/run.svg
