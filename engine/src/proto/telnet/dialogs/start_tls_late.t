# Both sides agree on TLS; what was under way is text, and TLS begins behind it.
<<< hex
fffd2e
>>> hex
fffb2e fffa2e01fff0
<<< hex
fffa2e01fff0
>>> hex
7565160d0a 16030100050100000100
===
> begin telnet.input tx=0
> body "ue\u{16}\r\n"
> end complete
> transport telnet none upgrade=used
> handover
