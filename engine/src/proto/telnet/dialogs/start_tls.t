# Both sides agree on TLS.
<<< hex
fffd2e
>>> hex
fffb2e fffa2e01fff0
<<< hex
fffa2e01fff0
>>> hex
16030100050100000100
===
> transport telnet none upgrade=used
> handover
