# Bytes that are no lines, lines too long, lengths that are none.
@limit head_bytes 64
>>>
a1 NOOP
\x00\xff {3}
abc
\{100*A}
<<<
* \{100*A} {5}
* 1 FETCH (BODY[] {99999999999999999999}
+ {5}
* 1 FETCH (BODY[] {-5}
===
> begin imap.command tx=0
> body "a1 NOOP\r\n"
> end complete
> begin imap.command tx=0
> body "\x00\xff {3}\r\n"
> end complete
> begin imap.command tx=0
> body "abc\r\n"
> anomaly head_too_long a line
> body "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"
< anomaly head_too_long a line
< begin imap.response tx=0
< body "* AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA {5}\r\n* 1 FETCH (BODY[] {99999999999999999999}\r\n+ {5}\r\n* 1 FETCH (BODY[] {-5}\r\n"
> end complete
< end complete
