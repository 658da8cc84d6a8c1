# An index beyond the table, then a cut string: what came before is told.
>>> hex
505249202a20485454502f322e300d0a0d0a534d0d0a0d0a  # preface
000006040000000000000300000064  # SETTINGS
0000050105000000018284ff4086  # HEADERS 1
000006010500000003838440056162  # HEADERS 3
0000030105000000058284c0  # HEADERS 5
===
> transport http2 none
> anomaly header_malformed an index beyond the table
> stream 1
> begin http.request tx=0 GET path=/
> end complete
> anomaly header_malformed a string is cut
> stream 3
> begin http.request tx=1 POST path=/
> end complete
> stream 5
> begin http.request tx=2 GET path=/
> end complete
