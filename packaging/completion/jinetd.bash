# bash completion for jinetd(8)

_jinetd() {
    local cur prev words cword split
    _init_completion -s || return

    case $prev in
        --explain)
            COMPREPLY=($(compgen -W "$(awk '/^[^#[:space:]]/ { print $1 }' \
                /etc/inetd.conf /etc/inetd.d/*.conf 2>/dev/null)" -- "$cur"))
            return
            ;;
        -p | --pid-file | --quote-file | --settings)
            _filedir
            return
            ;;
        -[qRacsC] | --backlog | --rate | --address | --instances | --instances-per-source | --rate-per-source)
            return
            ;;
    esac
    $split && return

    if [[ $cur == -* ]]; then
        # The help is the one list of options; to ask for it takes a third of a second, hence once.
        [[ ${_jinetd_options-} ]] || _jinetd_options=$(_parse_help "$1")
        COMPREPLY=($(compgen -W "$_jinetd_options" -- "$cur"))
        [[ ${COMPREPLY-} == *= ]] && compopt -o nospace
    else
        _filedir
    fi
} && complete -F _jinetd jinetd
