# A startup that becomes none, and a server that begins without its zero.
>>>
\0li\0liwei\0xterm\0 13800138000\r\
<<<
Password: \
===
> anomaly header_malformed startup
> begin rlogin.input tx=0
> body "\u{0}li\u{0}liwei\u{0}xterm\u{0} 13800138000\r"
< begin rlogin.output tx=0
< body "Password: "
> end complete
< end complete
