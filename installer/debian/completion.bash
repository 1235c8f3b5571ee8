# bash completion for magnetar

_magnetar() {
  local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W 'stream list status stats trace pause resume remove settings stop doctor register unregister daemon tracker' -- "$word")
    return
  fi
  case "$command" in
    stream)
      case "$word" in
        -*) mapfile -t COMPREPLY < <(compgen -W '--file --open --json --help' -- "$word") ;;
        *) mapfile -t COMPREPLY < <(compgen -f -X '!*.torrent' -- "$word"; compgen -d -- "$word") ;;
      esac ;;
    stats | pause | resume | remove | trace)
      case "$word" in
        -*) mapfile -t COMPREPLY < <(compgen -W '--json --watch --delete-data --help' -- "$word") ;;
        *) mapfile -t COMPREPLY < <(compgen -W "$(magnetar list 2>/dev/null | cut -d ' ' -f 1)" -- "$word") ;;
      esac ;;
    settings)
      mapfile -t COMPREPLY < <(compgen -W "get set --json $(magnetar settings 2>/dev/null | cut -d ' ' -f 1)" -- "$word") ;;
    register | unregister) mapfile -t COMPREPLY < <(compgen -W '--system --browser --to --family --dry-run --help' -- "$word") ;;
    tracker)
      if [ "${COMP_WORDS[COMP_CWORD - 1]}" = --allow ]; then mapfile -t COMPREPLY < <(compgen -f -- "$word"); else
        mapfile -t COMPREPLY < <(compgen -W '--http --udp --ws --listen --allow --requests --peers --json --help' -- "$word")
      fi ;;
    *) mapfile -t COMPREPLY < <(compgen -W '--json --help' -- "$word") ;;
  esac
}
complete -o filenames -F _magnetar magnetar
