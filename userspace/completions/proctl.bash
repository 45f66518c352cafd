# SPDX-License-Identifier: GPL-2.0-only
# bash completion of proctl. Commands, options and columns are asked of proctl.

_proctl_commands() {
	proctl --help 2>/dev/null | awk '/^Commands:/ { on = 1; next }
		on && NF == 0 { exit } on { print $1 }'
}

_proctl_options() {
	proctl "$@" --help 2>/dev/null | grep -oE '^ +(-[A-Za-z], )?--[a-z-]+' |
		grep -oE -- '--[a-z-]+'
}

_proctl() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local command=${COMP_WORDS[1]-} words='' before=''

	if ((COMP_CWORD == 1)); then
		words="$(_proctl_commands) help --help --version"
	elif [[ $command == help ]]; then
		words=$(_proctl_commands)
	elif [[ $prev == @(-o|--output|--sort) ]]; then
		[[ $cur == *,* ]] && before=${cur%,*},
		case ${cur#"$before"} in
		+*) [[ $before || $prev == --sort ]] || before=+ ;;
		-*) [[ $prev != --sort ]] || before+=- ;;
		esac
		words=$(proctl fields -rn 2>/dev/null | cut -d' ' -f1)
	elif [[ $prev == --by ]]; then
		words='parent wait tracer sharing'
	elif [[ $prev == --state ]]; then
		words='R S D T t X Z P I'
	elif [[ $prev == --user ]]; then
		mapfile -t COMPREPLY < <(compgen -u -- "$cur")
		return
	elif [[ $prev == @(-C|--color-by) ]]; then
		words=age
	elif [[ $prev == @(-Q|--filter) ]]; then
		words=$(proctl fields -rn 2>/dev/null | cut -d' ' -f1)
	elif [[ $prev == @(--ppid|-H|--highlight-pid) ]]; then
		words=$(cd /proc && echo [0-9]*)
	elif [[ $prev == --comm ]]; then
		# compgen expands the words: no names that a shell would mind.
		words=$(proctl list -rno COMM 2>/dev/null |
			grep -xE '[[:alnum:]_.:/@+-]+' | sort -u)
	elif [[ $command == claims && $prev == @(-k|--kernel|-d|--diff) ]]; then
		words=$(uname -r)
	elif [[ $cur == --color=* ]]; then
		before=--color=
		words='auto always never'
	elif [[ $cur == -* ]]; then
		words="$(_proctl_options "$command") --help"
		[[ $command != run || ${COMP_WORDS[2]} == -* ]] ||
			words+=" $(_proctl_options run "${COMP_WORDS[2]}")"
	elif [[ $command == @(run|claims) ]]; then
		words=$(proctl run --list 2>/dev/null | awk '{ print $1 }')
	elif [[ $command == worksheet ]]; then
		words=$(proctl worksheet --list 2>/dev/null | awk '{ print $1 }')
	elif [[ $command == explain ]]; then
		words=$(proctl claims 2>/dev/null | awk '{ print $1 }')
	elif [[ $command == @(tree|list|show|ancestors|children|threads|trace|top|log) ]]; then
		words=$(cd /proc && echo [0-9]*)
	fi
	mapfile -t COMPREPLY < <(compgen -P "$before" -W "$words" -- "${cur#"$before"}")
}

complete -F _proctl proctl
