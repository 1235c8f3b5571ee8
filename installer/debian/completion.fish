# fish completion for magnetar
complete -c magnetar -f
set -l commands stream list status stats trace pause resume remove settings stop doctor register unregister daemon tracker
complete -c magnetar -n "not __fish_seen_subcommand_from $commands" -a "$commands"
complete -c magnetar -n "__fish_seen_subcommand_from stream" -a "(__fish_complete_suffix .torrent)"
complete -c magnetar -n "__fish_seen_subcommand_from stream" -l file -x -d "play the file of this number"
complete -c magnetar -n "__fish_seen_subcommand_from stream" -l open -d "in a player of this computer"
complete -c magnetar -n "__fish_seen_subcommand_from stats trace pause resume remove" -a "(magnetar list 2>/dev/null | cut -d ' ' -f 1)"
complete -c magnetar -n "__fish_seen_subcommand_from stats" -l watch -d "again each second"
complete -c magnetar -n "__fish_seen_subcommand_from remove" -l delete-data -d "its files, too"
complete -c magnetar -n "__fish_seen_subcommand_from settings" -a "get set (magnetar settings 2>/dev/null | cut -d ' ' -f 1)"
complete -c magnetar -n "__fish_seen_subcommand_from register unregister" -l system -l browser -l dry-run
complete -c magnetar -n "__fish_seen_subcommand_from tracker" -l http -l udp -l ws -l listen -l requests -l peers -x
complete -c magnetar -n "__fish_seen_subcommand_from tracker" -l allow -r -F -d "a list of info-hashes"
complete -c magnetar -n "__fish_seen_subcommand_from tracker stream list status stats settings doctor" -l json -d "for programs"
