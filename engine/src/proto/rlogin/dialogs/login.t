# Refused, then accepted as another user; the window's size; a character that only begins like one.
>>>
\0li\0liwei\0xterm/38400\0\
<<<
\0Password: \
>>>
guess\r\
<<<

Login incorrect
login: \
>>>
wang\r\
<<<
wang
Password: \
>>>
s3cret\r\
<<<

Last login: today
$ \
>>>
\xff\xffss\0\x18\0\x50\0\0\0\0\xff\xffnot\r\
<<<
13800138000 li@example.cn
$ \
===
> begin rlogin.input tx=0
> text startup Headers "remote-user: liwei\nterminal: xterm/38400\n"
< begin rlogin.output tx=0
< body "Password: \r\nLogin incorrect\r\nlogin: wang\r\nPassword: \r\nLast login: today\r\n$ 13800138000 li@example.cn\r\n$ "
> body "guess\r"
> credential prompt "liwei":"guess"  90 awaits
> end complete
> outcome tx=0 Rejected
> begin rlogin.input tx=1
> body "wang\rs3cret\r"
> credential prompt "wang":"s3cret"  90 awaits
> end complete
> outcome tx=1 Accepted
> begin rlogin.input tx=2
> body "\xff\xffnot\r"
> end complete
< end complete
