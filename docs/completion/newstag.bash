# bash completion for newstag
_newstag() {
  local word=${COMP_WORDS[COMP_CWORD]} words=
  if [ "$COMP_CWORD" = 1 ]; then
    words='run tag read split match rules resolve topics write check diff eval explain import suggest compile help --help --version'
  else
    case ${COMP_WORDS[1]} in
      run) words='--output --to --table --bom --offsets --from --text-column --id-column --no-header --text-field --id-field --now --keep --knowledge --only --threads --quiet --help' ;;
      tag) words='--split --cut --now --keep --knowledge --only --threads --quiet --help' ;;
      read) words='--from --text-column --id-column --no-header --text-field --id-field --threads --quiet --help' ;;
      split) words='--show --now --knowledge --only --threads --quiet --help' ;;
      match) words='--knowledge --only --threads --quiet --help' ;;
      rules) words='--knowledge --only --threads --quiet --help' ;;
      resolve) words='--keep --knowledge --only --threads --quiet --help' ;;
      topics) words='--knowledge --only --threads --quiet --help' ;;
      write) words='--output --to --table --bom --offsets --threads --quiet --help' ;;
      check) words='--knowledge --only --to --fix --against --output --help' ;;
      diff) words='--articles --to --output --knowledge --only --help' ;;
      eval) words='--run --types --by --errors --part --resamples --gold-form --tags-form --to --output --knowledge --only --help' ;;
      explain) words='--knowledge --only --to --help' ;;
      import) words='--from --type --source --licence --output --help' ;;
      suggest) words='--knowledge --only --least --output --help' ;;
      compile) words='--knowledge --only --dump --help' ;;
      help) words='--man --completion --help' ;;
    esac
  fi
  case $word in
    -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    *) [ "$COMP_CWORD" = 1 ] && COMPREPLY=($(compgen -W "$words" -- "$word")) || COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _newstag newstag
