#compdef magnetar

local -a commands
commands=(
  'stream:play a magnet link, info-hash, .torrent file or its address'
  'list:the torrents that are here'
  'status:the daemon in figures'
  'stats:streams and swarms in figures'
  'trace:a file of all that happens to a torrent'
  'pause:stop a torrent'
  'resume:let a torrent go on'
  'remove:take a torrent off the list'
  'settings:read and change settings'
  'stop:end the daemon'
  'doctor:check everything between browser and player'
  'register:tell browsers about Magnetar'
  'unregister:take that back'
  'daemon:run the daemon in the foreground'
  'tracker:run a tracker in the foreground'
)
if (( CURRENT == 2 )); then
  _describe command commands
  return
fi
case $words[2] in
  stream) _arguments '--file[play the file of this number]:number' '--open[in a player of this computer]' '--json[for programs]' '*:source:_files -g "*.torrent"' ;;
  stats | trace | pause | resume | remove)
    local -a ids
    ids=(${(f)"$(magnetar list 2>/dev/null | cut -d ' ' -f 1)"})
    _arguments '--json[for programs]' '--watch[again each second]' '--delete-data[its files, too]' "*:id:($ids on off)" ;;
  settings) _values setting get set --json ${(f)"$(magnetar settings 2>/dev/null | cut -d ' ' -f 1)"} ;;
  register | unregister) _arguments '--system[for all users]' '--browser[this one only]:name' '--dry-run[only say]' ;;
  tracker) _arguments '--http[port]:port' '--udp[port]:port' '--ws[port]:port' '--listen[addresses]:addresses' '--allow[a list of info-hashes]:file:_files' '--requests[a second of one address]:number' '--peers[at most]:number' '--json[for programs]' ;;
  *) _arguments '--json[for programs]' '--help[explain]' ;;
esac
