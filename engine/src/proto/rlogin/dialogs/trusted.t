# A trusted host needs no password.
>>>
\0root\0root\0vt100/9600\0\
<<<
\0# \
>>>
id\r\
===
> begin rlogin.input tx=0
> text startup Headers "local-user: root\nremote-user: root\nterminal: vt100/9600\n"
< begin rlogin.output tx=0
< body "# "
> body "id\r"
> end complete
< end complete
