# bash completion for newstag
_newstag() {
  local word=${COMP_WORDS[COMP_CWORD]} words=
  if [ "$COMP_CWORD" = 1 ]; then
    words='run tag read split match rules resolve topics write check diff eval explain import suggest compile help --help --version'
  else
    case ${COMP_WORDS[1]} in
      run) words='--progress --incremental --resume --shard --split-output --summary --output --to --table --bom --offsets --from --text-column --id-column --no-header --text-field --id-field --now --keep --knowledge --only --image --threads --sandbox --quiet --help' ;;
      tag) words='--split --line-buffered --cut --now --keep --knowledge --only --image --threads --sandbox --quiet --help' ;;
      read) words='--from --text-column --id-column --no-header --text-field --id-field --threads --sandbox --quiet --help' ;;
      split) words='--show --line-buffered --now --knowledge --only --image --threads --sandbox --quiet --help' ;;
      match) words='--line-buffered --knowledge --only --image --threads --sandbox --quiet --help' ;;
      rules) words='--line-buffered --knowledge --only --image --threads --sandbox --quiet --help' ;;
      resolve) words='--line-buffered --keep --knowledge --only --image --threads --sandbox --quiet --help' ;;
      topics) words='--line-buffered --knowledge --only --image --threads --sandbox --quiet --help' ;;
      write) words='--output --to --table --bom --offsets --line-buffered --threads --sandbox --quiet --help' ;;
      check) words='--knowledge --only --to --fix --against --output --help' ;;
      diff) words='--articles --to --output --knowledge --only --help' ;;
      eval) words='--run --types --by --errors --part --resamples --gold-form --tags-form --to --output --knowledge --only --help' ;;
      explain) words='--knowledge --only --topic --to --help' ;;
      import) words='--from --type --source --licence --output --help' ;;
      suggest) words='--knowledge --only --topics --least --most --output --help' ;;
      compile) words='--knowledge --only --dump --image --output --help' ;;
      help) words='--man --completion --help' ;;
    esac
  fi
  case $word in
    -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    *) [ "$COMP_CWORD" = 1 ] && COMPREPLY=($(compgen -W "$words" -- "$word")) || COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _newstag newstag
