#compdef jinetd
# zsh completion for jinetd(8): its help is the one list of options.
_arguments '*:configuration:_files' --
