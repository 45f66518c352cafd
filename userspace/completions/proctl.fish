# SPDX-License-Identifier: GPL-2.0-only
# fish completion of proctl. Commands, options and columns are asked of proctl.

function __proctl_commands
    proctl --help 2>/dev/null | awk '
        /^Commands:/ { on = 1; next }
        on && NF == 0 { exit }
        on { name = $1; sub(/^ *[^ ]+ +/, ""); print name "\t" $0 }'
end

function __proctl_command
    set -l words (commandline -opc)
    test (count $words) -ge 2; and echo $words[2]
end

function __proctl_options
    proctl (__proctl_command) --help 2>/dev/null |
        grep -oE '^ +(-[A-Za-z], )?--[a-z-]+' | grep -oE -- '--[a-z-]+'
end

function __proctl_takes_pid
    contains -- (__proctl_command) tree list show ancestors children threads trace top log
end

function __proctl_filters
    contains -- (__proctl_command) list ancestors children threads
end

function __proctl_columns
    set -l before (commandline -ct | string match -r '^(?:\+|.*,)' | string collect)
    for column in (proctl fields -rn 2>/dev/null | cut -d' ' -f1)
        echo "$before$column"
    end
end

complete -c proctl -f
complete -c proctl -n 'not __proctl_command' -a '(__proctl_commands)'
complete -c proctl -n __proctl_command -a '(__proctl_options)'
complete -c proctl -n __proctl_takes_pid -a '(__fish_complete_pids)'
complete -c proctl -n 'contains -- (__proctl_command) run claims' \
    -a "(proctl run --list 2>/dev/null | awk '{ print \$1 }')"
complete -c proctl -n 'contains -- (__proctl_command) explain' \
    -a "(proctl claims 2>/dev/null | awk '{ print \$1 }')"
complete -c proctl -n 'contains -- (__proctl_command) worksheet' \
    -a "(proctl worksheet --list 2>/dev/null | awk '{ print \$1 }')"
complete -c proctl -s k -l kernel -s d -l diff -x -a '(uname -r)' \
    -n 'contains -- (__proctl_command) claims'
complete -c proctl -s o -l output -x -a '(__proctl_columns)' \
    -n __proctl_filters
complete -c proctl -l sort -x -a '(__proctl_columns)' \
    -n 'contains -- (__proctl_command) list'
complete -c proctl -l by -x -a 'parent wait tracer sharing' \
    -n 'contains -- (__proctl_command) tree'
complete -c proctl -s C -l color-by -x -a age \
    -n 'contains -- (__proctl_command) tree'
complete -c proctl -s H -l highlight-pid -x -a '(__fish_complete_pids)' \
    -n 'contains -- (__proctl_command) tree'
complete -c proctl -s Q -l filter -x -n __proctl_filters \
    -a "(proctl fields -rn 2>/dev/null | cut -d' ' -f1)"
complete -c proctl -l state -x -a 'R S D T t X Z P I' -n __proctl_filters
complete -c proctl -l user -x -a '(__fish_complete_users)' -n __proctl_filters
complete -c proctl -l comm -x -n __proctl_filters \
    -a '(proctl list -rno COMM 2>/dev/null | sort -u)'
complete -c proctl -l ppid -x -a '(__fish_complete_pids)' \
    -n 'contains -- (__proctl_command) list'
